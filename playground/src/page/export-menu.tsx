/**
 * What can be taken away from the page: a link to this moment, a test, the fault plan, pictures. What writes tests and pictures is loaded
 * when it is first needed.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { pngOf, save } from './save.ts';
import type { Session } from './session.ts';

export function ExportMenu({ session }: { readonly session: Session }) {
  const message = useSignal('');
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const outside = ({ target }: Event): void => {
      if (details.current !== null && !details.current.contains(target as Node)) details.current.open = false;
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, []);

  const name = session.code.value === null ? (session.card.value?.name ?? 'program') : 'program';
  const copy = async (withMoment: boolean): Promise<void> => {
    const url = `${location.href.replace(/#.*/, '')}#${await session.link(withMoment)}`;
    await navigator.clipboard.writeText(url);
    message.value = 'The link is copied.';
  };
  const svg = async (): Promise<string> => {
    const branch = session.current.value;
    if (branch === null) return '';
    const { sequenceSvg } = await import('../export/sequence-svg.ts');
    return sequenceSvg(
      branch.history.steps,
      branch.roster.value,
      `${name}, seed ${session.seed.value}: ${branch.label}`,
    );
  };
  const actions: readonly (readonly [label: string, act: () => Promise<void> | void])[] = [
    ['Copy a link to this run', () => copy(false)],
    ['Copy a link to this moment', () => copy(true)],
    [
      'Test file (Vitest)',
      async () => {
        const branch = session.current.value;
        const { seed, settings, versions } = session;
        const outcome = branch?.outcome.value ?? null;
        if (branch === null || outcome === null) return;
        const run = {
          name,
          source: await session.source(),
          seed: seed.value,
          settings: settings.value,
          versions: versions.value,
          plan: branch.plan,
          outcome,
        };
        const { testFileOf } = await import('../export/test-file.ts');
        save(`${name}.test.ts`, testFileOf(run), 'text/plain');
      },
    ],
    [
      'Fault plan (JSON)',
      () => save('plan.json', `${JSON.stringify(session.current.value?.plan ?? [], null, 2)}\n`, 'application/json'),
    ],
    ['Program (TypeScript)', async () => save(`${name}.ts`, await session.source(), 'text/plain')],
    ['Report (HTML)', async () => save(`${name}.html`, await session.report('html'), 'text/html')],
    [
      'Trace for ui.perfetto.dev (JSON)',
      async () => save(`${name}.perfetto.json`, await session.report('perfetto'), 'application/json'),
    ],
    ['Sequence diagram (Mermaid)', async () => save(`${name}.mmd`, await session.report('mermaid'), 'text/plain')],
    ['Sequence diagram (SVG)', async () => save(`${name}.svg`, await svg(), 'image/svg+xml')],
    ['Sequence diagram (PNG)', async () => save(`${name}.png`, await pngOf(await svg()), 'image/png')],
  ];
  return (
    <details class="export" ref={details}>
      <summary class="button">Share</summary>
      <div class="sheet">
        {actions.map(([label, act]) => (
          <button
            type="button"
            key={label}
            onClick={async () => {
              message.value = '';
              try {
                await act();
              } catch (error) {
                message.value = `That was not possible: ${error instanceof Error ? error.message : String(error)}`;
                return;
              }
              if (details.current !== null && message.value === '') details.current.open = false;
            }}
          >
            {label}
          </button>
        ))}
        <p role="status">{message.value}</p>
      </div>
    </details>
  );
}
