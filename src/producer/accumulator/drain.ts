/**
 * Takes the batches of one node's next request out of their queues (RecordAccumulator.drainBatchesForOneNode).
 */
import type { PartitionInfo } from '../../client/metadata/cluster-view.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { IdempotenceGate } from './idempotence-gate.ts';
import type { ProducerBatch } from './producer-batch.ts';
import { type ReadinessRules, shouldBackOff } from './readiness.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

export interface DrainerParts {
  readonly accumulator: Pick<RecordAccumulator, 'queueOf'>;
  readonly metadata: ProducerMetadata;
  readonly readiness: Pick<ReadinessRules, 'retryBackoff' | 'onlyNewerLeaders'>;
  /** `null` without idempotence. */
  readonly idempotence: IdempotenceGate | null;
}

/** Never written to. */
const NO_BATCHES: never[] = [];

export class Drainer {
  private readonly parts: DrainerParts;
  private readonly maxRequestSize: number;
  /** By node id: the index of the partition to start with, so that none starves. */
  private readonly nextIndex: (number | undefined)[] = [];

  constructor({ config }: ProducerContext, parts: DrainerParts) {
    this.parts = parts;
    this.maxRequestSize = config.maxRequestSize;
  }

  /**
   * Takes the first batch of each partition that is ready, until the request is full (max.request.size), and gives it its
   * sequence.
   *
   * @param partitions the partitions that the node leads
   */
  drain(node: Node, partitions: readonly PartitionInfo[], nowMs: number): readonly ProducerBatch[] {
    let ready: ProducerBatch[] = NO_BATCHES;
    if (partitions.length === 0) return ready;
    const { accumulator, metadata, readiness, idempotence } = this.parts;
    const start = (this.nextIndex[node.id] ?? 0) % partitions.length;
    let size = 0;
    let index = start;
    do {
      const { topic, partition } = partitions[index] as PartitionInfo;
      this.nextIndex[node.id] = index;
      index = (index + 1) % partitions.length;
      const queue = accumulator.queueOf(topic, partition);
      const first = queue?.batches[0];
      if (queue === undefined || first === undefined || queue.isMuted) continue;
      const { leader, epoch } = metadata.currentLeaderOf(topic, partition);
      if (leader?.id !== node.id) continue;
      first.timing.maybeUpdateLeaderEpoch(epoch, readiness.onlyNewerLeaders);
      if (shouldBackOff(first, readiness.retryBackoff, nowMs)) continue;
      if (ready.length > 0 && size + first.estimatedSizeInBytes > this.maxRequestSize) break;
      if (idempotence?.holdsBack(first) === true) break;
      queue.batches.shift();
      idempotence?.giveSequence(first);
      first.close();
      first.timing.drained(nowMs);
      first.isInFlight = true;
      first.isAwaited = true;
      size += first.estimatedSizeInBytes;
      if (ready.length === 0) ready = [first];
      else ready.push(first);
    } while (index !== start);
    return ready;
  }
}
