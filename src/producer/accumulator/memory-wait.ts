/**
 * A send that waits for memory of the buffer pool, and then appends its record (BufferPool.allocate, as
 * RecordAccumulator.append calls it).
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import {
  BufferExhaustedException,
  IllegalStateException,
  InterruptException,
  KafkaException,
} from '../../protocol/errors/exceptions.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { Waiting, Wake } from '../threads/blocking-call.ts';
import type { BufferPool } from './buffer-pool.ts';
import type { Appended, PendingRecord } from './pending-record.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

export interface WaitLimit {
  readonly deadlineMs: number;
  /** The longest wait that Java's message names, in ms. */
  readonly maxWaitMs: number;
}

export class MemoryWait {
  private readonly context: ProducerContext;
  private readonly accumulator: RecordAccumulator;
  private readonly pool: BufferPool;

  constructor(context: ProducerContext, accumulator: RecordAccumulator) {
    this.context = context;
    this.accumulator = accumulator;
    this.pool = accumulator.pool;
  }

  /**
   * Waits for the memory of a new batch, behind sends that wait already, then appends the record.
   *
   * @throws BufferExhaustedException if the memory is not there at the deadline, KafkaException if the producer is closed,
   * InterruptException if the thread is interrupted
   */
  *append(record: PendingRecord, cluster: ClusterView, limit: WaitLimit): Generator<Waiting, Appended, Wake> {
    this.context.events.emit('sendBlocked', record.topic, 'memory');
    const { accumulator } = this;
    const size = accumulator.capacityFor(record);
    accumulator.appendsInProgress++;
    try {
      yield* this.allocate(size, limit);
    } finally {
      accumulator.appendsInProgress--;
    }
    try {
      const appended = accumulator.append(record, cluster, false, size);
      if (typeof appended === 'object') return appended;
    } catch (error) {
      this.pool.deallocate(size);
      throw error;
    }
    throw new IllegalStateException('An append with reserved memory must not need more memory');
  }

  private *allocate(size: number, { deadlineMs, maxWaitMs }: WaitLimit): Generator<Waiting, void, Wake> {
    const { pool, accumulator } = this;
    const { clientHost, metrics } = this.context;
    let signal = (): void => {};
    const waiter = pool.wait(size, () => signal());
    for (;;) {
      const waitStartMs = clientHost.now();
      const wake = yield {
        what: `${size} bytes of buffer.memory`,
        timeoutMs: deadlineMs - waitStartMs,
        subscribe: (resume) => {
          signal = resume;
          return () => {
            signal = () => {};
          };
        },
      };
      metrics.recordBufferWait(clientHost.now() - waitStartMs);
      if (wake === 'signalled' && !accumulator.closed) {
        if (pool.collect(waiter)) return;
        continue;
      }
      // As in Java, the bytes set aside for this send do not count as free when the message is written.
      const freeBytes = pool.availableMemory;
      pool.abandon(waiter);
      if (accumulator.closed) throw new KafkaException('Producer closed while allocating memory');
      if (wake === 'interrupted') throw new InterruptException('Interrupted while allocating memory');
      throw this.exhausted(size, maxWaitMs, freeBytes);
    }
  }

  private exhausted(size: number, maxWaitMs: number, freeBytes: number): BufferExhaustedException {
    const { config, metrics } = this.context;
    metrics.recordBufferExhausted();
    return new BufferExhaustedException(
      `Failed to allocate ${size} bytes within the configured max blocking time ${maxWaitMs} ms. Total memory: ${this.pool.totalMemory} bytes. Available memory: ${freeBytes} bytes. Poolable size: ${config.batchSize} bytes`,
    );
  }
}
