/** What is wrong with the program, or why the run has failed. */
import type { Signal } from '@preact/signals';
import { lineOf } from '../editor/line-of.ts';
import type { Session } from './session.ts';

interface Props {
  readonly session: Session;
  readonly isEditing: Signal<boolean>;
}

export function Problem({ session, isEditing }: Props) {
  const branch = session.current.value;
  const problem = branch?.problem.value ?? null;
  const outcome = branch?.outcome.value ?? null;
  if (problem === null && outcome?.failure == null) return null;
  const line = problem?.line ?? (outcome === null ? null : lineOf(outcome.failureStack));
  const message = problem?.message ?? outcome?.failure ?? '';
  return (
    <section class="problem" role="alert" aria-label="Problem">
      <strong>{titleOf(problem !== null, outcome?.isViolation === true)}</strong> {line !== null && `Line ${line}: `}
      <span class="text">{message}</span>
      {line !== null && !isEditing.value && (
        <button
          type="button"
          class="link"
          onClick={() => {
            isEditing.value = true;
          }}
        >
          Show line {line}
        </button>
      )}
    </section>
  );
}

function titleOf(cannotRun: boolean, isViolation: boolean): string {
  if (cannotRun) return 'The program cannot run.';
  return isViolation ? 'A guarantee is violated.' : 'The run has failed.';
}
