/**
 * Commits that a coordinator confirmed and does not know of: fewer PrepareCommit in its log than programs were told of.
 *
 * Owns: counting both. Why it happens: docs/known-kafka-bugs.md, "A coordinator that confirms a lost commit".
 */
import { fateOf } from '../../../src/guarantees/fate.ts';
import type { SentTransaction } from '../../../src/guarantees/index.ts';
import type { Played } from './play.ts';

export function hasForgottenCommits({ sim, producers }: Played, transactionalId: unknown): boolean {
  if (transactionalId === undefined) return false;
  const told = new Set<SentTransaction>();
  for (const [i, { drawn }] of producers.entries()) {
    if (drawn.config['transactional.id'] !== transactionalId) continue;
    // A transaction without a record in a log is ended without a word to the coordinator.
    for (const record of sim.trial.producers[i]!.sends) {
      if (record.transaction?.outcome === 'committed' && fateOf(record) === 'acknowledged')
        told.add(record.transaction);
    }
  }
  const logs = sim.trial.replicas.filter(({ topic }) => topic === '__transaction_state').map(({ log }) => log);
  return told.size > Math.max(0, ...logs.map((log) => preparedCommits(log, transactionalId)));
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
