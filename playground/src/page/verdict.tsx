/** The verdict at the moment that is shown, always in sight, and the fingerprint of the run. */
import type { VerdictPart } from '../history/step.ts';
import type { Session } from './session.ts';

type Count = Exclude<keyof VerdictPart, 'kind'>;

const SO_FAR: readonly (readonly [Count, string])[] = [
  ['sent', 'records sent'],
  ['acknowledged', 'acknowledged: the producer knows that it is stored'],
  ['failed', 'failed: certainly not stored'],
  ['unknown', 'unknown: the client cannot know whether it is stored'],
  ['underWay', 'the outcome is still to come'],
];
const WRONG: readonly (readonly [Count, string])[] = [
  ['lost', 'acknowledged, and in no log'],
  ['duplicated', 'stored more than once'],
  ['reordered', 'stored after records that were sent later'],
];

const NOTHING: VerdictPart = {
  kind: 'verdict',
  sent: 0,
  acknowledged: 0,
  failed: 0,
  unknown: 0,
  underWay: 0,
  lost: 0,
  duplicated: 0,
  reordered: 0,
};

export function Verdict({ session }: { readonly session: Session }) {
  const branch = session.current.value;
  const index = session.player.index.value;
  if (branch === null) return null;
  void branch.length.value;
  const found = branch.history.at(index).get('verdict');
  const verdict = found?.kind === 'verdict' ? found : NOTHING;
  const outcome = branch.outcome.value;
  const isWrong = WRONG.some(([count]) => verdict[count] > 0);
  return (
    <section class={`verdict${isWrong ? ' wrong' : ''}`} aria-label="Verdict so far">
      <dl>
        {SO_FAR.map((entry) => (
          <Counted of={verdict} entry={entry} />
        ))}
      </dl>
      <dl>
        {WRONG.map((entry) => (
          <Counted of={verdict} entry={entry} isBad />
        ))}
      </dl>
      <p
        class="fingerprint"
        title="Equal programs, seeds, settings and faults have equal fingerprints, here and on the command line"
      >
        {outcome === null ? (
          branch.isRunning ? (
            'running …'
          ) : (
            ''
          )
        ) : (
          <>
            fingerprint <code>{outcome.fingerprint}</code>
          </>
        )}
      </p>
    </section>
  );
}

interface CountedProps {
  readonly of: VerdictPart;
  readonly entry: readonly [Count, string];
  readonly isBad?: boolean;
}

function Counted({ of, entry: [count, meaning], isBad = false }: CountedProps) {
  return (
    <div class={isBad && of[count] > 0 ? 'bad' : of[count] === 0 ? 'zero' : ''} title={meaning}>
      <dt>{count === 'underWay' ? 'under way' : count}</dt>
      <dd data-count={count}>{of[count]}</dd>
    </div>
  );
}
