/**
 * Takes batches out of the queues for one node's next request (RecordAccumulator.drainBatchesForOneNode).
 *
 * Owns: whose turn it is, how much fits, and what holds a partition back; a batch gets its sequence here.
 * Refuses to know: requests.
 */

import type { PartitionInfo } from '../../client/metadata/cluster-view.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { Node } from '../../protocol/node.ts';
import type { IdempotenceGate } from './idempotence-gate.ts';
import type { ProducerBatch } from './producer-batch.ts';
import { shouldBackOff } from './readiness.ts';
import type { RetryBackoff } from './retry-backoff.ts';
import type { PartitionQueue } from './topic-queues.ts';

export interface DrainRules {
  readonly maxSize: number;
  readonly retryBackoff: RetryBackoff;
  /** `null` without idempotence. */
  readonly idempotence: IdempotenceGate | null;
  readonly queueOf: (topic: string, partition: number) => PartitionQueue | undefined;
}

/** Never written to. */
const NO_BATCHES: never[] = [];

export class Drainer {
  private readonly rules: DrainRules;
  /** By node: the partition to start with, so that none starves. */
  private readonly nextIndex: (number | undefined)[] = [];

  constructor(rules: DrainRules) {
    this.rules = rules;
  }

  /** One batch at most of each partition the node leads, until the request is full. */
  drain(
    metadata: ProducerMetadata,
    node: Node,
    parts: readonly PartitionInfo[],
    nowMs: number,
  ): readonly ProducerBatch[] {
    let ready: ProducerBatch[] = NO_BATCHES;
    if (parts.length === 0) return ready;
    const start = (this.nextIndex[node.id] ?? 0) % parts.length;
    let size = 0;
    let index = start;
    do {
      const { topic, partition } = parts[index] as PartitionInfo;
      this.nextIndex[node.id] = index;
      index = (index + 1) % parts.length;
      const queue = this.rules.queueOf(topic, partition);
      const first = queue?.batches[0];
      if (queue === undefined || first === undefined || queue.isMuted) continue;
      const { leader, epoch } = metadata.currentLeaderOf(topic, partition);
      if (leader?.id !== node.id) continue;
      first.maybeUpdateLeaderEpoch(epoch);
      if (shouldBackOff(first, this.rules.retryBackoff, nowMs)) continue;
      if (ready.length > 0 && size + first.estimatedSizeInBytes > this.rules.maxSize) break;
      if (this.rules.idempotence?.holdsBack(first) === true) break;
      queue.batches.shift();
      this.rules.idempotence?.giveSequence(first);
      first.close();
      first.drained(nowMs);
      first.isInFlight = true;
      size += first.estimatedSizeInBytes;
      if (ready.length === 0) ready = [first];
      else ready.push(first);
    } while (index !== start);
    return ready;
  }
}
