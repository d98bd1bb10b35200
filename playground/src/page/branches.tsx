/** The branches: the run as the program has it, and one for each fault that was injected, each with its verdict. */
import type { Branch } from './branch.ts';
import type { Session } from './session.ts';

export function Branches({ session }: { readonly session: Session }) {
  const branches = session.branches.value;
  const current = session.currentId.value;
  const moved = (event: KeyboardEvent): void => {
    const by =
      event.key === 'ArrowRight' || event.key === 'ArrowDown'
        ? 1
        : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
          ? -1
          : 0;
    if (by === 0) return;
    const at = branches.findIndex(({ id }) => id === current);
    const next = branches.at((at + by) % branches.length);
    if (next === undefined) return;
    session.select(next);
    event.preventDefault();
    requestAnimationFrame(() => document.getElementById(`branch-${next.id}`)?.focus());
  };
  return (
    <section class="branches" aria-label="Branches">
      <h2>Branches</h2>
      <div role="tablist" aria-label="Branches of the history" onKeyDown={moved}>
        {branches.map((branch, i) => (
          <Tab key={branch.id} branch={branch} isFirst={i === 0} isCurrent={branch.id === current} session={session} />
        ))}
      </div>
      {branches.length > 1 && branches[0]?.id !== current && (
        <button
          type="button"
          class="link"
          onClick={() => session.current.value !== null && session.remove(session.current.value)}
        >
          Remove this branch
        </button>
      )}
      {branches.length === 1 && (
        <p class="quiet">Click a message, or ⚡ at a broker or client, to inject a fault at this moment.</p>
      )}
    </section>
  );
}

interface TabProps {
  readonly branch: Branch;
  readonly isFirst: boolean;
  readonly isCurrent: boolean;
  readonly session: Session;
}

function Tab({ branch, isFirst, isCurrent, session }: TabProps) {
  const outcome = branch.outcome.value;
  const verdict = outcome?.verdict;
  const bad =
    verdict === undefined ? [] : (['lost', 'duplicated', 'reordered'] as const).filter((kind) => verdict[kind] > 0);
  return (
    <button
      type="button"
      role="tab"
      id={`branch-${branch.id}`}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      class="branch"
      onClick={() => session.select(branch)}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={isFirst ? 'M2 8h12' : 'M2 4h4c4 0 3 8 8 8M2 4h12'} />
      </svg>
      <span>{branch.label}</span>
      {branch.problem.value !== null && <b class="bad">cannot run</b>}
      {branch.isRunning && <b>running …</b>}
      {verdict !== undefined && bad.length === 0 && (
        <b class={verdict.failed + verdict.unknown > 0 ? 'unsure' : 'good'}>
          {verdict.acknowledged} of {verdict.sent} acknowledged
        </b>
      )}
      {bad.map((kind) => (
        <b class="bad" key={kind}>
          {verdict?.[kind]} {kind}
        </b>
      ))}
    </button>
  );
}
