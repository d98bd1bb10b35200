/** The steps around the one that is shown, as a list of sentences. A click goes there. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Session } from './session.ts';

/** Steps before and after the one that is shown; the whole history may have many thousands. */
const AROUND = 60;

export function StepsPanel({ session }: { readonly session: Session }) {
  const withQuiet = useSignal(false);
  const list = useRef<HTMLOListElement>(null);
  const branch = session.current.value;
  const index = session.player.index.value;
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current]');
    const box = list.current?.parentElement;
    if (current == null || box == null) return;
    const [at, seen] = [current.getBoundingClientRect(), box.getBoundingClientRect()];
    if (at.top < seen.top || at.bottom > seen.bottom) box.scrollTop += at.top - seen.top - box.clientHeight / 2;
  }, [index]);
  if (branch === null) return null;
  void branch.length.value;
  const { steps } = branch.history;
  const shown: number[] = [];
  for (let i = index; i >= 0 && shown.length < AROUND; i--) if (isShown(i)) shown.unshift(i);
  for (let i = index + 1; i < steps.length && shown.length < 2 * AROUND; i++) if (isShown(i)) shown.push(i);

  function isShown(i: number): boolean {
    return steps[i]?.caption !== '' && (withQuiet.value || steps[i]?.weight !== 'quiet');
  }
  const current = shown.findLast((i) => i <= index);
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={withQuiet.value}
          onChange={({ currentTarget }) => {
            withQuiet.value = currentTarget.checked;
          }}
        />
        also connections and other quiet steps
      </label>
      <ol class="steps" ref={list}>
        {shown.map((i) => (
          <li key={i} class={steps[i]?.weight}>
            <button
              type="button"
              aria-current={i === current ? 'step' : undefined}
              onClick={() => {
                session.player.pause();
                session.player.goTo(branch, i);
              }}
            >
              <time>{steps[i]?.atMs} ms</time>
              <span>{steps[i]?.caption}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
