/**
 * Appending a record to a batch (RecordAccumulator.append, and KafkaProducer's part in it).
 *
 * Owns: which partition's queue takes it, when a new batch is opened, and waiting for the memory of one.
 * Refuses to know: what is in the queues (accumulator), what a failure becomes (refusals.ts).
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import {
  BufferExhaustedException,
  IllegalStateException,
  InterruptException,
  KafkaException,
} from '../../protocol/exceptions.ts';
import type { Appended, PendingRecord, RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { PartitionQueue, TopicQueues } from '../accumulator/topic-queues.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { StickyPartitionInfo } from '../partitioner/built-in-partitioner.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import { UNKNOWN_PARTITION } from '../record/record-metadata.ts';
import type { Waiting, Wake } from '../threads/blocking-call.ts';
import type { RecordPreparation } from './record-preparation.ts';
import type { Sending } from './sending.ts';

export interface AppendingOptions<K, V> {
  readonly clientHost: ClientHost;
  readonly accumulator: RecordAccumulator;
  readonly preparation: RecordPreparation<K, V>;
  readonly version: ClientVersion;
  /** partitioner.class; `null`: the built-in one. */
  readonly partitioner: Partitioner | null;
  readonly batchSize: number;
  readonly events: ProducerEvents;
  readonly metrics: ProducerMetrics;
}

/**
 * Whether a partitioner of the user's choice is called again for a record that would open a batch: the policy
 * `partitionerCalls` of the client's version.
 */
const PARTITIONS_AGAIN: Readonly<Record<ClientPolicies['partitionerCalls'], boolean>> = { twice: true };

export class Appending<K, V> {
  private readonly options: AppendingOptions<K, V>;
  private readonly mayPartitionAgain: boolean;

  constructor(options: AppendingOptions<K, V>) {
    this.options = options;
    this.mayPartitionAgain =
      options.partitioner !== null && PARTITIONS_AGAIN[options.version.policies.partitionerCalls];
  }

  /**
   * Appends without waiting; undefined if that takes memory there is not (RecordAccumulator.append).
   *
   * @param waitedFor bytes that were waited for, for a new batch; 0: none. They go back if no batch is opened.
   */
  append(
    sending: Sending<K, V>,
    pending: PendingRecord,
    cluster: ClusterView,
    waitedFor: number = 0,
  ): Appended | undefined {
    const { accumulator, clientHost, preparation } = this.options;
    const { pool } = accumulator;
    const topic = accumulator.topicQueues(sending.record.topic);
    let allocated = waitedFor;
    for (;;) {
      const sticky =
        sending.partition === UNKNOWN_PARTITION ? topic.partitioner.peekCurrentPartitionInfo(cluster) : null;
      const queue = topic.queueToFill(sticky === null ? sending.partition : sticky.partition);
      sending.triedPartition = queue.partition;
      if (sticky !== null && accumulator.switchesPartition(topic, sticky, queue, cluster)) continue;
      const before = queue.batches.at(-1)?.estimatedSizeInBytes ?? 0;
      const existing = accumulator.tryAppend(queue, pending, clientHost.now());
      if (existing !== undefined) {
        if (allocated > 0) pool.deallocate(allocated);
        accumulator.updatePartitioner(
          topic,
          sticky,
          existing.batch,
          existing.batch.estimatedSizeInBytes - before,
          cluster,
        );
        return existing;
      }
      if (this.partitionsAgain(sending, pending, cluster)) continue;
      if (allocated === 0) {
        const capacity = preparation.capacityFor(pending);
        if (!pool.tryAllocate(capacity)) return undefined;
        allocated = capacity;
      }
      // A batch that had no room for the record is full from now on: that may be what the switch waited for.
      if (sticky !== null && accumulator.switchesPartition(topic, sticky, queue, cluster)) continue;
      return this.appendToNewBatch(topic, sticky, queue, pending, cluster, allocated);
    }
  }

  /** Waits for memory, then appends; in line with others that wait for it. */
  *appendWithMemory(
    sending: Sending<K, V>,
    pending: PendingRecord,
    cluster: ClusterView,
    deadlineMs: number,
  ): Generator<Waiting, Appended, Wake> {
    const { accumulator, clientHost, batchSize, preparation, events, metrics } = this.options;
    const { pool } = accumulator;
    const size = preparation.capacityFor(pending);
    const maxWaitMs = Math.max(0, deadlineMs - clientHost.now());
    events.emit('sendBlocked', sending.record.topic, 'memory');
    let signal = (): void => {};
    const waiter = pool.wait(size, () => signal());
    for (;;) {
      const waitStartMs = clientHost.now();
      const wake = yield {
        timeoutMs: deadlineMs - waitStartMs,
        subscribe: (resume) => {
          signal = resume;
          return () => {
            signal = () => {};
          };
        },
      };
      metrics.recordBufferWait(clientHost.now() - waitStartMs);
      if (wake === 'signalled' && !accumulator.closed && pool.collect(waiter)) break;
      if (wake === 'signalled' && !accumulator.closed) continue;
      // As in Java, what was set aside for this one is not free yet when the message is written.
      const freeBytes = pool.availableMemory;
      pool.abandon(waiter);
      if (accumulator.closed) throw new KafkaException('Producer closed while allocating memory');
      if (wake === 'interrupted') throw new InterruptException('Interrupted while allocating memory');
      metrics.recordBufferExhausted();
      throw new BufferExhaustedException(
        `Failed to allocate ${size} bytes within the configured max blocking time ${maxWaitMs} ms. Total memory: ${pool.totalMemory} bytes. Available memory: ${freeBytes} bytes. Poolable size: ${batchSize} bytes`,
      );
    }
    return this.appendWithin(size, sending, pending, cluster);
  }

  /** Appends with memory of its own; without success, that goes back. */
  private appendWithin(size: number, sending: Sending<K, V>, pending: PendingRecord, cluster: ClusterView): Appended {
    try {
      const appended = this.append(sending, pending, cluster, size);
      if (appended !== undefined) return appended;
    } catch (error) {
      this.options.accumulator.pool.deallocate(size);
      throw error;
    }
    throw new IllegalStateException('An append with memory of its own cannot want memory');
  }

  private appendToNewBatch(
    topic: TopicQueues,
    sticky: StickyPartitionInfo | null,
    queue: PartitionQueue,
    pending: PendingRecord,
    cluster: ClusterView,
    capacity: number,
  ): Appended {
    const { accumulator, clientHost, events } = this.options;
    const appended = accumulator.appendNewBatch(queue, pending, capacity, clientHost.now());
    accumulator.updatePartitioner(topic, sticky, appended.batch, appended.batch.estimatedSizeInBytes, cluster);
    if (events.isWatched && events.listenerCount('batchCreated') > 0) events.emit('batchCreated', appended.batch);
    return appended;
  }

  /**
   * A partitioner of the user's is told, once, that a record would open a batch, and asked again: its new choice may
   * have an open batch after all. As in Java, it hears of records with a partition of their own as well.
   */
  private partitionsAgain(sending: Sending<K, V>, { key, value }: PendingRecord, cluster: ClusterView): boolean {
    const { partitioner, preparation } = this.options;
    if (!this.mayPartitionAgain || sending.mayOpenBatch) return false;
    sending.mayOpenBatch = true;
    partitioner?.onNewBatch?.(sending.record.topic, cluster, sending.partition);
    sending.partition = preparation.partitionOf(sending.record, key, value, cluster);
    return true;
  }
}
