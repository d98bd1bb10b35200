/** The faults of the branch that is shown. */
import { describeFault } from '../faults/describe.ts';
import type { Session } from './session.ts';

export function FaultsPanel({ session }: { readonly session: Session }) {
  const branch = session.current.value;
  if (branch === null) return null;
  const { plan } = branch;
  const outcome = branch.outcome.value;
  return (
    <div class="faults">
      {plan.length === 0 ? (
        <p>This branch has no faults besides those that the program sets itself.</p>
      ) : (
        <>
          <p>The program runs with these faults, which begin at their moments each time:</p>
          <ol>
            {plan.map((fault) => (
              <li key={JSON.stringify(fault)}>
                {describeFault(fault)}
                <code>{JSON.stringify(fault)}</code>
              </li>
            ))}
          </ol>
        </>
      )}
      <h3>To inject a fault</h3>
      <ul>
        <li>Go to a moment, by the timeline or step by step.</li>
        <li>Click a message in flight, to lose, delay or refuse it, or its response.</li>
        <li>Click ⚡ at a broker, to crash, pause or isolate it, or to slow its replication.</li>
        <li>Click ⚡ at a client, to cut one of its links.</li>
      </ul>
      <p>
        The history forks there: the program runs again from its seed, with the fault. Up to the fork both branches are
        the same, step by step; the dashed line in the timeline shows where they part.
      </p>
      {outcome !== null && (
        <>
          <h3>Verdict of this branch</h3>
          <pre>{outcome.verdictText}</pre>
        </>
      )}
    </div>
  );
}
