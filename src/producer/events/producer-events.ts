/**
 * The events of a producer: one for each batch or request, and, only if there is a watcher, one for each record. While nothing
 * listens, an event costs at most one look per batch.
 */
import { EventEmitter } from 'eventemitter3';
import { checkArgument } from '../../checks/arguments.ts';
import { oneOf, type ValueType } from '../../checks/value-type.ts';
import type { ChannelState } from '../../client/network/channel.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';
import type { BatchResult } from '../result/batch-result.ts';
import type { RecordFuture } from '../result/record-future.ts';
import type { TransactionState } from '../transaction-state/transaction-state.ts';
import type { BatchSending, BatchView } from './batch-view.ts';
import type { CallbackStop } from './callback-stop.ts';

/**
 * The events of `producer.events`, and the arguments of their listeners.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * producer.events.on('batchSent', (batch, { nodeId, reason }) => {
 *   console.log(batch.recordCount, 'record to', nodeId, 'since', reason);
 * });
 * await sim.run(() => producer.send({ topic: 'payments', partition: 0, value: '12 EUR' }).get());
 * // prints: 1 record to 1 since linger.ms over
 */
export interface ProducerEventMap {
  /** A record has opened a batch. */
  batchCreated: (batch: BatchView) => void;
  /** The batch has left its queue; the request with it is put on the wire next. */
  batchSent: (batch: BatchView, sending: BatchSending) => void;
  /** The outcome of the batch is known, and its callbacks run next. @param error `null`: acknowledged */
  batchCompleted: (batch: BatchView, error: Error | null) => void;
  /** An attempt has failed, and the batch is back in its queue. @param backoffMs the wait before the next attempt */
  batchRetried: (batch: BatchView, error: ErrorName, backoffMs: number) => void;
  /** The batch was too large for the broker. @param parts the batches that have its records now, in order */
  batchSplit: (batch: BatchView, parts: readonly BatchView[]) => void;
  /** The batch is older than delivery.timeout.ms, and fails next. */
  batchExpired: (batch: BatchView) => void;
  /** A send() has to wait for metadata of its topic, or for memory of the buffer pool. */
  sendBlocked: (topic: string, reason: 'metadata' | 'memory') => void;
  /** A call in a callback has to wait: the I/O thread stands still until it is over. */
  ioThreadStopped: (stop: CallbackStop) => void;
  /** The calls of the callback are over, and the I/O thread goes on. */
  ioThreadResumed: () => void;
  /** The state of the transaction manager has changed. */
  stateChanged: (source: TransactionState, target: TransactionState) => void;
  /** The I/O thread has ended: nothing more is sent. */
  closed: () => void;
  /** A connection is opened. @param connectionId the broker's id, or `-1`, `-2`, ... for an address of bootstrap.servers */
  connecting: (connectionId: string, host: string, port: number) => void;
  /** A connection is established. */
  connected: (connectionId: string) => void;
  /** A connection has ended. @param state `NOT_CONNECTED`: it was refused; `LOCAL_CLOSE`: the client closed it */
  disconnected: (connectionId: string, state: ChannelState) => void;
  /** A request is put on the wire; it has left the client when the listeners have run. */
  requestWritten: (connectionId: string, request: RequestEnvelope) => void;
  /** A response was read; it is handled after the other responses of the same poll were read. */
  responseRead: (connectionId: string, response: ResponseEnvelope) => void;
  /** The I/O thread sleeps for `sleepMs`, and sends nothing in that time. */
  sleeping: (sleepMs: number) => void;
}

/**
 * Watches single records. A record is known by the result of its batch and its row there. Before it is in a batch, it is the one whose
 * send() runs or, after `waits`, the one of that future.
 */
export interface RecordWatcher {
  /** How many callbacks of records run, one within the other: counted by the code that calls them. */
  runningCallbacks: number;
  /** The send() that runs is to return this future before its record is in a batch. */
  waits(future: RecordFuture): void;
  /** A record is in a batch. @param future `null`: the record of the send() that runs */
  appended(future: RecordFuture | null, result: BatchResult, row: number): void;
  /**
   * A send() fails, which its caller learns next.
   *
   * @param future `null`: the send() that runs fails
   * @param isThrown whether send() throws the error, or its future rejects `accepted`, and the callback is not called;
   * otherwise the future and the callback get the error
   */
  refused(future: RecordFuture | null, error: Error, isThrown: boolean): void;
  /** The outcome of a record in a batch is known. If it has a callback, that is called next. @param error `null`: acknowledged */
  completed(result: BatchResult, row: number, error: Error | null): void;
  /** As `completed`, for a record that send() has refused. */
  reported(future: RecordFuture, error: Error): void;
  /** A callback has thrown. @param note of the record */
  callbackThrew(note: object | null): void;
}

type EventName = keyof ProducerEventMap;

const EVENTS: Readonly<Record<EventName, true>> = {
  batchCreated: true,
  batchSent: true,
  batchCompleted: true,
  batchRetried: true,
  batchSplit: true,
  batchExpired: true,
  sendBlocked: true,
  stateChanged: true,
  closed: true,
  connecting: true,
  connected: true,
  disconnected: true,
  requestWritten: true,
  responseRead: true,
  sleeping: true,
  ioThreadStopped: true,
  ioThreadResumed: true,
};

const EVENT: ValueType = oneOf(Object.keys(EVENTS));
type Listener<E extends EventName> = EventEmitter.EventListener<ProducerEventMap, E>;

/** The emitter of a producer's events; see ProducerEventMap. */
export class ProducerEvents extends EventEmitter<ProducerEventMap> {
  /** @internal A field instead of an event, since an empty field costs nothing per record. */
  recordWatcher: RecordWatcher | null = null;
  /** @internal Whether there was ever a listener; until then the look-up of listeners is saved. */
  isWatched = false;

  /** @throws IllegalArgumentException for an event that does not exist */
  override on<E extends EventName>(event: E, listener: Listener<E>, context?: unknown): this {
    checkArgument('producer.events.on(event)', event, EVENT);
    this.isWatched = true;
    return super.on(event, listener, context);
  }

  /** @throws IllegalArgumentException for an event that does not exist */
  override once<E extends EventName>(event: E, listener: Listener<E>, context?: unknown): this {
    checkArgument('producer.events.once(event)', event, EVENT);
    this.isWatched = true;
    return super.once(event, listener, context);
  }

  override addListener<E extends EventName>(event: E, listener: Listener<E>, context?: unknown): this {
    return this.on(event, listener, context);
  }
}
