/**
 * ReplicasAgreeBelowHighWatermark: below the leader's high watermark every in-sync replica has the same batches at the same offsets.
 *
 * Guaranteed: always. A replica that is not in sync may have batches that no other has; it truncates them before it joins again.
 * Source: KIP-101; Kafka documentation, 4.7 Replication.
 */
import type { StoredBatch } from '../protocol/records/record-batch.ts';
import type { GuaranteeDefinition, KnownViolation } from './guarantee.ts';
import { type ReplicaView, type RunView, replicasOf } from './run-view.ts';

export const replicasAgreeBelowHighWatermark: GuaranteeDefinition = {
  create: () => ({ name: 'ReplicasAgreeBelowHighWatermark', validate: (run) => replicaDifferences(run).next().value }),
};

export const KNOWN_VIOLATIONS: readonly KnownViolation[] = [
  {
    component: 'broker',
    versions: ['3.6.1', '3.9'],
    issue: 'KAFKA-18106',
    when:
      'when a leader starts with an empty disk in place of a failed one, goes on in the same epoch, and writes other records at ' +
      'offsets that its followers have',
    section: 'An empty replica in sync',
  },
];

/** One text for each replica that differs from its leader. */
export function* replicaDifferences(run: RunView): Generator<string, undefined> {
  for (const { name, partitions } of run.topics) {
    for (const { partition, leader, isr } of partitions) {
      const replicas = replicasOf(run, name, partition);
      const leading = replicas.find(({ brokerId }) => brokerId === leader);
      if (leading === undefined) continue;
      for (const replica of replicas) {
        if (replica === leading || !isr.includes(replica.brokerId)) continue;
        const problem = difference(leading, replica);
        if (problem !== undefined) yield problem;
      }
    }
  }
  return undefined;
}

function difference(leading: ReplicaView, following: ReplicaView): string | undefined {
  const { highWatermark } = leading.log;
  const startOffset = Math.max(leading.log.startOffset, following.log.startOffset);
  const [ours, theirs] = [read(leading, startOffset), read(following, startOffset)];
  for (const [index, stored] of ours.entries()) {
    const other = theirs[index];
    if (other?.baseOffset === stored.baseOffset && other.batch.values === stored.batch.values) continue;
    return (
      `Below the high watermark ${highWatermark} of ${leading.topic}-${leading.partition}, the log of the in-sync replica on broker ` +
      `${following.brokerId} differs from that of the leader, broker ${leading.brokerId}, from offset ${stored.baseOffset} on.`
    );
  }
  return undefined;

  function read({ log }: ReplicaView, fromOffset: number): readonly StoredBatch[] {
    return log.read(fromOffset, highWatermark, Number.POSITIVE_INFINITY, true);
  }
}
