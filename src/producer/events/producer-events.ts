/**
 * What can be watched inside a producer: one event per batch or request, and, only for who asks, one per record.
 *
 * Owns: the names and what each tells. An event nobody listens to costs its producer a look per batch at most.
 */
import { EventEmitter } from 'eventemitter3';
import type { ChannelState } from '../../client/network/channel.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';
import type { Callback } from '../result/callback.ts';
import type { TransactionState } from '../transaction-state/transaction-state.ts';
import type { BatchSending, BatchView } from './batch-view.ts';

/** Event name -> its arguments. */
export interface ProducerEventMap {
  /** A record opened a batch. */
  batchCreated: (batch: BatchView) => void;
  /** The batch left its queue; the request with it is put on the wire next. */
  batchSent: (batch: BatchView, sending: BatchSending) => void;
  /** The batch's outcome is known; its callbacks run next. `null`: acknowledged. */
  batchCompleted: (batch: BatchView, error: Error | null) => void;
  /** The batch is back in its queue, and goes out again after `backoffMs` at the earliest. */
  batchRetried: (batch: BatchView, error: ErrorName, backoffMs: number) => void;
  /** The batch was too large: its records, in order, are now in `parts`. */
  batchSplit: (batch: BatchView, parts: readonly BatchView[]) => void;
  /** delivery.timeout.ms was over. */
  batchExpired: (batch: BatchView) => void;
  /** send() cannot go on: it waits for metadata or for memory. */
  sendBlocked: (topic: string, reason: 'metadata' | 'memory') => void;
  stateChanged: (source: TransactionState, target: TransactionState) => void;
  /** The I/O thread has ended, and everything sent with it. */
  closed: () => void;
  /** A connection is tried; `connectionId` is the broker's id, or `-1`, `-2`, ... for a bootstrap address. */
  connecting: (connectionId: string, host: string, port: number) => void;
  connected: (connectionId: string) => void;
  /** `NOT_CONNECTED`: the attempt failed. `LOCAL_CLOSE`: the client did it. */
  disconnected: (connectionId: string, state: ChannelState) => void;
  /** A request goes on the wire: it has left the client when this event is over. */
  requestWritten: (connectionId: string, request: RequestEnvelope) => void;
  /** A response was read; what it leads to comes after the other reads of the same poll. */
  responseRead: (connectionId: string, response: ResponseEnvelope) => void;
  /** The I/O thread sleeps: nothing is sent meanwhile. */
  sleeping: (sleepMs: number) => void;
}

/** Watches single records. It knows a record by the callback it was sent with. */
export interface RecordWatcher {
  /** The record is in a batch. */
  appended(callback: Callback | undefined, batch: BatchView, row: number): void;
  /**
   * send() fails, told before its caller is. `isThrown`: as an exception, at once or from `accepted`, and the callback hears
   * nothing of it; else through future and callback.
   */
  refused(callback: Callback | undefined, error: Error, isThrown: boolean): void;
}

type EventName = keyof ProducerEventMap;
type Listener<E extends EventName> = EventEmitter.EventListener<ProducerEventMap, E>;

export class ProducerEvents extends EventEmitter<ProducerEventMap> {
  /** A field, not an event: records are many, and an empty field costs them nothing. */
  recordWatcher: RecordWatcher | null = null;
  /** Somebody has listened to something: until then, an event per batch or request need not even be looked up. */
  isWatched = false;

  override on<E extends EventName>(event: E, listener: Listener<E>, context?: unknown): this {
    this.isWatched = true;
    return super.on(event, listener, context);
  }

  override once<E extends EventName>(event: E, listener: Listener<E>, context?: unknown): this {
    this.isWatched = true;
    return super.once(event, listener, context);
  }

  override addListener<E extends EventName>(event: E, listener: Listener<E>, context?: unknown): this {
    return this.on(event, listener, context);
  }
}
