/**
 * Takes the batches of one node's next request out of their queues (RecordAccumulator.drainBatchesForOneNode).
 */
import type { ClusterView, PartitionInfo } from '../../client/metadata/cluster-view.ts';
import { PartitionsByNode } from '../../client/metadata/partitions-by-node.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { IdempotenceGate } from './idempotence-gate.ts';
import type { ProducerBatch } from './producer-batch.ts';
import { type ReadinessRules, shouldBackOff } from './readiness.ts';
import type { RecordAccumulator } from './record-accumulator.ts';
import type { PartitionQueue } from './topic-queues.ts';

export interface DrainerParts {
  readonly accumulator: Pick<RecordAccumulator, 'queueOf' | 'topics'>;
  readonly metadata: ProducerMetadata;
  readonly readiness: Pick<ReadinessRules, 'retryBackoff' | 'onlyNewerLeaders'>;
  /** `null` without idempotence. */
  readonly idempotence: IdempotenceGate | null;
}

/** Up to so many partitions of a node are all looked at. */
const FEW = 16;
/** Never written to. */
const NO_BATCHES: never[] = [];

export class Drainer {
  private readonly parts: DrainerParts;
  private readonly maxRequestSize: number;
  private readonly partitionsByNode: PartitionsByNode = new PartitionsByNode();
  /** By node id: the index of the partition to start with, so that none starves. */
  private readonly nextIndex: (number | undefined)[] = [];

  constructor({ config }: ProducerContext, parts: DrainerParts) {
    this.parts = parts;
    this.maxRequestSize = config.maxRequestSize;
  }

  /**
   * Takes the first batch of each partition that is ready, until the request is full (max.request.size), and gives it its
   * sequence.
   */
  drain(node: Node, nowMs: number): readonly ProducerBatch[] {
    let ready: ProducerBatch[] = NO_BATCHES;
    const { accumulator, metadata, readiness, idempotence } = this.parts;
    const view = metadata.fetch();
    const led = this.partitionsByNode.of(node, view);
    const count = led.length;
    if (count === 0) return ready;
    const start = (this.nextIndex[node.id] ?? 0) % count;
    // Kafka visits all of them, and ends before the one with which it began.
    this.nextIndex[node.id] = start === 0 ? count - 1 : start - 1;
    const filled = count > FEW ? this.filledPlaces(node, view, start) : null;
    const visits = filled === null ? count : filled.length;
    let size = 0;
    for (let i = 0; i < visits; i++) {
      const index = filled === null ? (start + i) % count : (filled[i] as number);
      const { topic, partition } = led[index] as PartitionInfo;
      const queue = accumulator.queueOf(topic, partition);
      const first = queue?.batches[0];
      if (queue === undefined || first === undefined || queue.isMuted) continue;
      const { leader, epoch } = metadata.currentLeaderOf(topic, partition);
      if (leader?.id !== node.id) continue;
      first.timing.maybeUpdateLeaderEpoch(epoch, readiness.onlyNewerLeaders);
      if (shouldBackOff(first, readiness.retryBackoff, nowMs)) continue;
      const isTooLarge = ready.length > 0 && size + first.estimatedSizeInBytes > this.maxRequestSize;
      if (isTooLarge || idempotence?.holdsBack(first) === true) {
        this.nextIndex[node.id] = index;
        break;
      }
      queue.batches.shift();
      idempotence?.giveSequence(first);
      first.close();
      first.timing.drained(nowMs);
      first.isInFlight = true;
      first.isAwaited = true;
      size += first.estimatedSizeInBytes;
      if (ready.length === 0) ready = [first];
      else ready.push(first);
    }
    return ready;
  }

  /** The places of the partitions with a batch, in the order in which they are visited. The others have nothing to send. */
  private filledPlaces({ id }: Node, view: ClusterView, start: number): number[] {
    const before: number[] = [];
    const places: number[] = [];
    for (const { filled } of this.parts.accumulator.topics.busy) {
      for (const queue of filled) {
        if (queue.batches.length === 0) continue;
        if (queue.drainedIn !== view) this.findPlace(queue, view);
        if (queue.drainNode === id) (queue.drainPlace < start ? before : places).push(queue.drainPlace);
      }
    }
    if (places.length > 1) places.sort(ascending);
    if (before.length > 0) places.push(...before.sort(ascending));
    return places;
  }

  private findPlace(queue: PartitionQueue, view: ClusterView): void {
    const info = view.partition(queue.topic, queue.partition);
    queue.drainedIn = view;
    queue.drainNode = info?.leader?.id ?? -1;
    queue.drainPlace = info === null || info.leader === null ? -1 : this.partitionsByNode.placeOf(info);
  }
}

function ascending(one: number, other: number): number {
  return one - other;
}
