/**
 * ReplicasAgreeBelowHighWatermark: below the leader's high watermark every in-sync replica holds the same batches at the
 * same offsets.
 *
 * Guarantee: always, for replicas in sync. One that is out of sync may hold what nobody else has; it cuts that off before it
 * joins again.
 * Source: KIP-101; Kafka documentation, 4.7 Replication.
 */
import type { StoredBatch } from '../protocol/records/record-batch.ts';
import type { Validation } from '../sim/index.ts';
import { type ReplicaView, replicasOf, type TrialSubject } from './trial-subject.ts';

export function replicasAgreeBelowHighWatermark(): Validation<TrialSubject> {
  return {
    name: 'ReplicasAgreeBelowHighWatermark',
    validate: (subject) => {
      for (const { name, partitions } of subject.topics) {
        for (const { partition, leader, isr } of partitions) {
          const replicas = replicasOf(subject, name, partition);
          const leading = replicas.find(({ brokerId }) => brokerId === leader);
          if (leading === undefined) continue;
          for (const replica of replicas) {
            if (replica === leading || !isr.includes(replica.brokerId)) continue;
            const problem = difference(leading, replica);
            if (problem !== undefined) return problem;
          }
        }
      }
      return undefined;
    },
  };
}

function difference(leading: ReplicaView, following: ReplicaView): string | undefined {
  const { highWatermark } = leading.log;
  const startOffset = Math.max(leading.log.startOffset, following.log.startOffset);
  const [ours, theirs] = [read(leading, startOffset), read(following, startOffset)];
  for (const [index, stored] of ours.entries()) {
    const other = theirs[index];
    if (other?.baseOffset === stored.baseOffset && other.batch.values === stored.batch.values) continue;
    return (
      `Below the high watermark ${highWatermark} of ${leading.topic}-${leading.partition}, the in-sync replica on broker ` +
      `${following.brokerId} differs from the leader's on broker ${leading.brokerId} from offset ${stored.baseOffset} on.`
    );
  }
  return undefined;

  function read({ log }: ReplicaView, fromOffset: number): readonly StoredBatch[] {
    return log.read(fromOffset, highWatermark, Number.POSITIVE_INFINITY, true);
  }
}
