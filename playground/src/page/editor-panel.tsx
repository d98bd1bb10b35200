/** The program while it is being edited. The editor itself is loaded when it is opened for the first time. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { lineOf } from '../editor/line-of.ts';
import type { ProgramEditor } from '../editor/program-editor.ts';
import type { Session } from './session.ts';

interface Props {
  readonly session: Session;
  readonly isEditing: Signal<boolean>;
}

export function EditorPanel({ session, isEditing }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useSignal<ProgramEditor | null>(null);
  const branch = session.current.value;
  const card = session.card.value;
  const problem = branch?.problem.value ?? null;
  const outcome = branch?.outcome.value ?? null;

  useEffect(() => {
    let isGone = false;
    void Promise.all([import('../editor/program-editor.ts'), session.source()]).then(([{ openEditor }, text]) => {
      if (isGone || place.current === null) return;
      editor.value = openEditor(place.current, text, () => run());
      editor.value.focus();
    });
    return () => {
      isGone = true;
      editor.value?.close();
      editor.value = null;
    };
  }, [card]);

  useEffect(() => {
    const failure = outcome?.failure ?? null;
    if (problem !== null && problem.line !== null) editor.value?.showProblem(problem.line, problem.message);
    else if (failure !== null && outcome !== null) {
      const line = lineOf(outcome.failureStack);
      if (line !== null) editor.value?.showProblem(line, failure);
    } else editor.value?.clearProblems();
  }, [problem, outcome, editor.value]);

  const run = (): void => {
    if (editor.value !== null) session.edit(editor.value.text());
  };
  return (
    <aside class="side editing" aria-label="Program">
      <div class="editor-bar">
        <h2>Program</h2>
        <button type="button" class="button primary" onClick={run}>
          Run <kbd>Ctrl Enter</kbd>
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            isEditing.value = false;
          }}
        >
          Close
        </button>
      </div>
      <div class="editor" ref={place}>
        {editor.value === null && <p class="quiet">The editor is being loaded …</p>}
      </div>
      <p class="quiet">
        A scenario in TypeScript. Press Escape and then Tab to leave the editor. It can import kafka-trial,
        kafka-trial/scenario and the library’s other entry points for browsers.
      </p>
    </aside>
  );
}
