/**
 * Finds commits that a coordinator confirmed and lost: its log contains fewer PrepareCommit states than commits were confirmed.
 * docs/known-kafka-bugs.md, "A coordinator that confirms a lost commit", explains why that happens.
 */
import { fateOf } from '../../../src/guarantees/fate.ts';
import type { SentTransaction } from '../../../src/guarantees/index.ts';
import type { Played } from './play.ts';

export function hasForgottenCommits({ sim, producers }: Played, transactionalId: unknown): boolean {
  if (transactionalId === undefined) return false;
  const confirmed = new Set<SentTransaction>();
  for (const [i, { drawn }] of producers.entries()) {
    if (drawn.config['transactional.id'] !== transactionalId) continue;
    // A transaction without a record is ended without a request to the coordinator.
    for (const record of sim.trial.producers[i]!.sends) {
      if (record.transaction?.outcome === 'committed' && fateOf(record) === 'acknowledged')
        confirmed.add(record.transaction);
    }
  }
  const logs = sim.trial.replicas.filter(({ topic }) => topic === '__transaction_state').map(({ log }) => log);
  return confirmed.size > Math.max(0, ...logs.map((log) => preparedCommits(log, transactionalId)));
}

function preparedCommits(log: Played['sim']['trial']['replicas'][number]['log'], transactionalId: unknown): number {
  let count = 0;
  for (const { batch } of log.read(log.startOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
    for (const [row, key] of batch.keys.entries()) {
      if (key !== transactionalId) continue;
      const { state } = JSON.parse(batch.values[row] as string) as { readonly state: string };
      if (state === 'PrepareCommit') count++;
    }
  }
  return count;
}
