/** Every setting of a producer, with its default and its effect. A change applies to all producers of the program, and runs it again. */

import settings from 'virtual:settings';
import { useSignal } from '@preact/signals';
import { GROUPS, type Group, type Setting } from '../settings/setting.ts';
import type { Session } from './session.ts';

export function SettingsPanel({ session }: { readonly session: Session }) {
  const wanted = useSignal('');
  const changed = session.settings.value;
  const words = wanted.value.toLowerCase().split(/\s+/);
  const found = settings.filter(({ key, effect }) =>
    words.every((word) => `${key} ${effect}`.toLowerCase().includes(word)),
  );
  const count = Object.keys(changed).length;
  return (
    <div class="settings">
      <label class="field">
        <span>Find a setting</span>
        <input
          type="search"
          value={wanted.value}
          onInput={({ currentTarget }) => {
            wanted.value = currentTarget.value;
          }}
        />
      </label>
      <p class="quiet">
        {count === 0
          ? 'A setting that you change here replaces that of every producer in the program, and the program runs again.'
          : `${count} changed: the command line takes ${Object.entries(changed)
              .map(([key, value]) => `--set ${key}=${value}`)
              .join(' ')}`}
      </p>
      {(Object.keys(GROUPS) as Group[]).map((group) => {
        const members = found.filter((setting) => setting.group === group);
        if (members.length === 0) return null;
        return (
          <details
            key={group}
            open={group === 'delivery' || group === 'batches' || group === 'time' || wanted.value !== ''}
          >
            <summary>
              {GROUPS[group]} <small>{members.length}</small>
            </summary>
            {members.map((setting) => (
              <Field
                key={setting.key}
                setting={setting}
                value={changed[setting.key] ?? null}
                set={(value) => session.set(setting.key, value)}
              />
            ))}
          </details>
        );
      })}
      {found.length === 0 && <p>No setting matches. The names are those of Kafka: linger.ms, acks, …</p>}
    </div>
  );
}

interface FieldProps {
  readonly setting: Setting;
  readonly value: string | null;
  readonly set: (value: string | null) => void;
}

function Field({ setting, value, set }: FieldProps) {
  const { key, choices, effect, hasEffect, type } = setting;
  const isFixed = type === 'CLASS' || key === 'bootstrap.servers' || key === 'client.id';
  const id = `setting-${key}`;
  const change = (text: string): void => set(text === '' ? null : text);
  return (
    <div class={`setting${value === null ? '' : ' changed'}${hasEffect ? '' : ' idle'}`}>
      <label for={id}>
        <code>{key}</code>
      </label>
      {isFixed ? (
        <span class="quiet">the program’s</span>
      ) : choices.length > 0 ? (
        <select
          id={id}
          value={value ?? ''}
          aria-describedby={`${id}-effect`}
          onChange={({ currentTarget }) => change(currentTarget.value)}
        >
          <option value="">as in the program</option>
          {choices.map((choice) => (
            <option value={choice}>{choice === setting.default ? `${choice} (default)` : choice}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type="text"
          inputMode={type === 'INT' || type === 'LONG' ? 'numeric' : 'text'}
          placeholder={setting.default}
          value={value ?? ''}
          aria-describedby={`${id}-effect`}
          onChange={({ currentTarget }) => change(currentTarget.value.trim())}
        />
      )}
      <p id={`${id}-effect`}>{effect}</p>
    </div>
  );
}
