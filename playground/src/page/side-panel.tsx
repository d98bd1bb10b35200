/** The panel at the side: the steps as a list, the settings, the faults, and a guide; or the program while it is being edited. */
import { type Signal, useSignal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { EditorPanel } from './editor-panel.tsx';
import { FaultsPanel } from './faults-panel.tsx';
import { GuidePanel } from './guide-panel.tsx';
import type { Session } from './session.ts';
import { SettingsPanel } from './settings-panel.tsx';
import { StepsPanel } from './steps-panel.tsx';

interface Props {
  readonly session: Session;
  readonly isEditing: Signal<boolean>;
}

const PANELS: Readonly<Record<string, FunctionComponent<{ readonly session: Session }>>> = {
  Guide: GuidePanel,
  Steps: StepsPanel,
  Settings: SettingsPanel,
  Faults: FaultsPanel,
};
const NAMES = Object.keys(PANELS);

export function SidePanel({ session, isEditing }: Props) {
  const shown = useSignal('Guide');
  if (isEditing.value) return <EditorPanel session={session} isEditing={isEditing} />;
  const Panel = PANELS[shown.value] ?? GuidePanel;
  const moved = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = NAMES.at((NAMES.indexOf(shown.value) + by) % NAMES.length);
    if (by === 0 || next === undefined) return;
    shown.value = next;
    document.getElementById(`tab-${next}`)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <aside class="side" aria-label="Details">
      <div role="tablist" aria-label="Details" class="tabs" onKeyDown={moved}>
        {NAMES.map((name) => (
          <button
            type="button"
            role="tab"
            key={name}
            id={`tab-${name}`}
            aria-selected={shown.value === name}
            aria-controls="panel"
            tabIndex={shown.value === name ? 0 : -1}
            onClick={() => {
              shown.value = name;
            }}
          >
            {name}
            {name === 'Settings' && hasChanges(session) && <Changed />}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <div id="panel" role="tabpanel" aria-labelledby={`tab-${shown.value}`} tabIndex={0}>
        <Panel session={session} />
      </div>
    </aside>
  );
}

function hasChanges({ settings, versions }: Session): boolean {
  const { clients, brokers } = versions.value;
  return clients !== null || brokers !== null || Object.keys(settings.value).length > 0;
}

function Changed() {
  return (
    <>
      <i aria-hidden="true"> •</i>
      <span class="visually-hidden"> (changed)</span>
    </>
  );
}
