/**
 * Which batches have waited for longer than `delivery.timeout.ms`, queued or in flight, and when the next one will have.
 *
 * Owns: taking them out, in Java's order. Refuses to know: what becomes of them (sender/completion.ts).
 */
import type { ProducerBatch } from './producer-batch.ts';
import type { PartitionQueue, TopicQueues } from './topic-queues.ts';

/** What has expired of one partition. */
interface Flight {
  readonly drainedAtMs: number;
  readonly batches: readonly ProducerBatch[];
}

const NO_BATCHES: readonly ProducerBatch[] = [];
const NO_FLIGHTS: readonly Flight[] = [];

export class DeliveryTimeouts {
  /** When the first batch that the last look met will have waited for too long; Infinity if it met none. */
  nextMs: number = Number.POSITIVE_INFINITY;
  private readonly deliveryTimeoutMs: number;
  private takeoffs = 0;

  constructor(deliveryTimeoutMs: number) {
    this.deliveryTimeoutMs = deliveryTimeoutMs;
  }

  /** The batch has left its queue, and is on its way. */
  putInFlight(queue: PartitionQueue, batch: ProducerBatch): void {
    if (queue.inFlight.length === 0) queue.takeoff = ++this.takeoffs;
    queue.inFlight.push(batch);
  }

  /** Looks when something has to be taken out next. The way of every turn, while the rest is rare. */
  look(topics: readonly TopicQueues[]): void {
    let oldestMs = Number.POSITIVE_INFINITY;
    for (let t = 0; t < topics.length; t++) {
      const { queues } = topics[t] as TopicQueues;
      for (let i = 0; i < queues.length; i++) {
        const { batches, inFlight } = queues[i] as PartitionQueue;
        if (batches.length > 0) oldestMs = Math.min(oldestMs, (batches[0] as ProducerBatch).createdMs);
        if (inFlight.length > 0) oldestMs = Math.min(oldestMs, (inFlight[0] as ProducerBatch).createdMs);
      }
    }
    this.nextMs = oldestMs + this.deliveryTimeoutMs;
  }

  /** Takes out of the queues what has waited for too long. A newer batch at the head of a queue hides an older one. */
  takeQueued(topics: readonly TopicQueues[], nowMs: number): readonly ProducerBatch[] {
    let expired = NO_BATCHES;
    for (const { queues } of topics) {
      for (let i = 0; i < queues.length; i++) {
        const { batches } = queues[i] as PartitionQueue;
        if (batches.length > 0) expired = this.takeFrom(batches, expired, nowMs);
      }
    }
    return expired;
  }

  /**
   * The same for what has been sent; the requests stay out, and their answers will be ignored. As in Sender.inFlightBatches, a
   * partition comes after those that had something in flight before it had.
   */
  takeInFlight(topics: readonly TopicQueues[], nowMs: number): readonly ProducerBatch[] {
    let flights = NO_FLIGHTS;
    for (const { queues } of topics) {
      for (let i = 0; i < queues.length; i++) {
        const { inFlight, takeoff } = queues[i] as PartitionQueue;
        if (inFlight.length === 0) continue;
        const batches = this.takeFrom(inFlight, NO_BATCHES, nowMs);
        if (batches.length > 0) flights = [...flights, { drainedAtMs: takeoff, batches }];
      }
    }
    if (flights.length === 0) return NO_BATCHES;
    return flights.toSorted((a, b) => a.drainedAtMs - b.drainedAtMs).flatMap(({ batches }) => batches);
  }

  private takeFrom(line: ProducerBatch[], expired: readonly ProducerBatch[], nowMs: number): readonly ProducerBatch[] {
    let taken = expired;
    let oldest = line[0];
    while (oldest?.hasReachedDeliveryTimeout(this.deliveryTimeoutMs, nowMs) === true) {
      line.shift();
      if (!oldest.isDone) taken = [...taken, oldest];
      oldest.closeForAppends();
      oldest = line[0];
    }
    return taken;
  }
}
