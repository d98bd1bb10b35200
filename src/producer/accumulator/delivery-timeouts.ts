/**
 * Finds the batches, queued or in flight, that are older than delivery.timeout.ms, and takes them out in Java's order. What
 * happens to them then is in sender/completion.ts.
 */
import type { ProducerBatch } from './producer-batch.ts';
import type { PartitionQueue, TopicQueues } from './topic-queues.ts';

/** What has expired of one partition. */
interface ExpiredInFlight {
  readonly inFlightOrder: number;
  readonly batches: readonly ProducerBatch[];
}

const NO_BATCHES: readonly ProducerBatch[] = [];
const NOTHING_EXPIRED: readonly ExpiredInFlight[] = [];

/** `topics` are in all methods those that are busy. */
export class DeliveryTimeouts {
  /** When the next batch that the last `look` saw expires; Infinity if it saw none. */
  nextMs: number = Number.POSITIVE_INFINITY;
  private readonly deliveryTimeoutMs: number;
  private lastInFlightOrder = 0;

  constructor(deliveryTimeoutMs: number) {
    this.deliveryTimeoutMs = deliveryTimeoutMs;
  }

  /** Notes that a drained batch is in flight. */
  putInFlight(queue: PartitionQueue, batch: ProducerBatch): void {
    if (queue.inFlight.length === 0) queue.inFlightOrder = ++this.lastInFlightOrder;
    queue.inFlight.push(batch);
  }

  /** Finds when the next batch expires. This runs in every turn of the I/O thread; the other methods run rarely. */
  look(topics: readonly TopicQueues[]): void {
    let oldestMs = Number.POSITIVE_INFINITY;
    for (let t = 0; t < topics.length; t++) {
      const { filled } = topics[t] as TopicQueues;
      for (let i = 0; i < filled.length; i++) {
        const { batches, inFlight } = filled[i] as PartitionQueue;
        if (batches.length > 0) oldestMs = Math.min(oldestMs, (batches[0] as ProducerBatch).createdMs);
        if (inFlight.length > 0) oldestMs = Math.min(oldestMs, (inFlight[0] as ProducerBatch).createdMs);
      }
    }
    this.nextMs = oldestMs + this.deliveryTimeoutMs;
  }

  /** Takes expired batches out of the queues. As in Java, a newer batch at the head of a queue hides an older one. */
  takeQueued(topics: readonly TopicQueues[], nowMs: number): readonly ProducerBatch[] {
    let expired = NO_BATCHES;
    for (const { filled } of topics) {
      for (let i = 0; i < filled.length; i++) {
        const { batches } = filled[i] as PartitionQueue;
        if (batches.length > 0) expired = this.takeFrom(batches, expired, nowMs);
      }
    }
    return expired;
  }

  /**
   * Takes expired batches out of those in flight. Their requests stay in flight, and the responses will be ignored. As in
   * Sender.inFlightBatches, partitions come in the order in which they last began to have something in flight.
   */
  takeInFlight(topics: readonly TopicQueues[], nowMs: number): readonly ProducerBatch[] {
    let expired = NOTHING_EXPIRED;
    for (const { filled } of topics) {
      for (let i = 0; i < filled.length; i++) {
        const { inFlight, inFlightOrder } = filled[i] as PartitionQueue;
        if (inFlight.length === 0) continue;
        const batches = this.takeFrom(inFlight, NO_BATCHES, nowMs);
        if (batches.length > 0) expired = [...expired, { inFlightOrder, batches }];
      }
    }
    if (expired.length === 0) return NO_BATCHES;
    return expired.toSorted((a, b) => a.inFlightOrder - b.inFlightOrder).flatMap(({ batches }) => batches);
  }

  private takeFrom(list: ProducerBatch[], expired: readonly ProducerBatch[], nowMs: number): readonly ProducerBatch[] {
    let taken = expired;
    let oldest = list[0];
    while (oldest?.timing.hasReachedDeliveryTimeout(this.deliveryTimeoutMs, nowMs) === true) {
      list.shift();
      if (!oldest.isDone) taken = [...taken, oldest];
      oldest.closeForAppends();
      oldest = list[0];
    }
    return taken;
  }
}
