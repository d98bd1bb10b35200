/**
 * The body of the I/O thread: in each turn, sends what is ready, and polls (Java's Sender).
 *
 * What a turn sends is in produce-turn.ts and transactional-turn.ts, what follows a response in produce-requests.ts.
 */

import { thrownError } from '../../client/host/thrown-error.ts';
import { isKafkaError } from '../../client/java/kafka-errors.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import {
  IllegalArgumentException,
  KafkaException,
  TransactionAbortedException,
} from '../../protocol/errors/exceptions.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import { STOP, type ThreadBody, type ThreadWait, type Waits } from '../threads/io-thread.ts';
import type { TransactionalRequest } from '../transactions/requests/transactional-request.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import { endPoll } from './end-poll.ts';
import type { ProduceTurn } from './produce-turn.ts';
import type { TransactionalTurn } from './transactional-turn.ts';

export interface SenderParts {
  readonly client: NetworkClient;
  readonly accumulator: RecordAccumulator;
  readonly produceTurn: ProduceTurn;
  /** `null` without idempotence; so is `transactionalTurn`. */
  readonly manager: TransactionManager | null;
  readonly transactionalTurn: TransactionalTurn | null;
}

/** Whether close() ends by force when the open transaction cannot be aborted: the policy `failedAbortInClose`. */
const FAILED_ABORT_FORCES_CLOSE: Readonly<Record<ClientPolicies['failedAbortInClose'], boolean>> = {
  retried: false,
  'forces close': true,
};

interface DelayedPoll {
  readonly timeoutMs: number;
  /** When the turn began. */
  readonly nowMs: number;
}

const ENDED: IteratorResult<ThreadWait, void> = { done: true, value: undefined };

export class Sender implements ThreadBody {
  private readonly context: ProducerContext;
  private readonly parts: SenderParts;
  private readonly retryBackoffMs: number;
  private isRunning = true;
  private isForced = false;
  /** Whether all was sent after close(): from then on the thread runs on only to end an open transaction. */
  private isFlushed = false;
  /** Whether the thread waits in the poll of a turn that sent produce requests. */
  private isPolling = false;
  /** The rest of a turn that sends a transactional request, which has waits of its own, or of the thread's end. */
  private detour: Waits | null = null;
  /** The poll of a turn in which a callback has stopped the thread; `null`: no such turn. */
  private delayedPoll: DelayedPoll | null = null;
  private hasEnded = false;

  constructor(context: ProducerContext, parts: SenderParts) {
    this.context = context;
    this.parts = parts;
    this.retryBackoffMs = context.config.retryBackoffMs;
  }

  /**
   * Runs the thread from one wait to the next. This is a generator written by hand, since it runs in every turn:
   *
   *     while (mustGoOn()) {
   *       const step = nextStep();               // sends what is ready
   *       if (step is a transactional request) yield* transactionalTurn.take(step);
   *       else if (step !== null) { yield client.beginPoll(step); client.endPoll(); }
   *     }                                        // what Kafka throws in a turn is logged, and the loop goes on
   *     end();
   *
   * Wherever a callback stops the thread, it yields STOP first, and then does the rest.
   */
  next(): IteratorResult<ThreadWait, void> {
    const { stops } = this.context;
    for (;;) {
      if (stops.isStopped) {
        stops.announce();
        return { done: false, value: STOP };
      }
      if (stops.current !== null) stops.resume();
      if (this.hasEnded && this.detour === null && !stops.hasRest) return ENDED;
      const wait = this.runToNextWait();
      if (wait !== null && wait !== STOP) return { done: false, value: wait };
    }
  }

  /** @returns the next wait, or `null` if a turn has ended without one */
  private runToNextWait(): ThreadWait | null {
    const { client, transactionalTurn } = this.parts;
    const { clientHost, loggers, stops } = this.context;
    try {
      if (stops.hasRest) {
        stops.goOn();
        return null;
      }
      if (this.isPolling) {
        this.isPolling = false;
        endPoll(client, clientHost.now(), stops);
        return null;
      }
      if (this.detour !== null) return this.continueDetour(this.detour);
      if (this.delayedPoll !== null) return this.beginDelayedPoll(this.delayedPoll);
      if (!this.mustGoOn()) {
        this.hasEnded = true;
        this.detour = this.end();
        return null;
      }
      const nowMs = clientHost.now();
      const step = this.nextStep(nowMs);
      if (typeof step === 'number') return this.beginPoll(step, nowMs);
      if (step !== null) this.detour = transactionalTurn?.take(step) ?? null;
    } catch (error) {
      this.detour = null;
      // The latter is how Java's client refuses to encode a request.
      if (!isKafkaError(error) && !(error instanceof IllegalArgumentException)) throw error;
      loggers.sender.error('Uncaught error in kafka producer I/O thread: ', error);
    }
    return null;
  }

  private beginPoll(timeoutMs: number, nowMs: number): ThreadWait | null {
    if (this.context.stops.isStopped) {
      this.delayedPoll = { timeoutMs, nowMs };
      return null;
    }
    const waitMs = this.parts.client.beginPoll(timeoutMs, nowMs);
    this.isPolling = true;
    return waitMs;
  }

  /** As in Java, the poll counts from the time at which its turn began, however long a callback has stopped the turn. */
  private beginDelayedPoll({ timeoutMs, nowMs }: DelayedPoll): ThreadWait | null {
    this.delayedPoll = null;
    return this.beginPoll(timeoutMs, nowMs);
  }

  private continueDetour(detour: Waits): ThreadWait | null {
    const { done, value } = detour.next();
    if (done !== true) return value;
    this.detour = null;
    return null;
  }

  private *end(): Waits {
    const { client, manager } = this.parts;
    if (this.isForced) {
      manager?.close();
      yield* this.abortAll();
    }
    client.close();
  }

  /** Sends that wait for memory fail, since the producer is closed; the thread ends when they have. */
  private *abortAll(): Waits {
    const { accumulator } = this.parts;
    for (;;) {
      accumulator.abortBatches(new KafkaException('Producer is closed forcefully.'));
      if (this.context.stops.isStopped) yield STOP;
      if (accumulator.appendsInProgress === 0) return;
      yield 0;
    }
  }

  /** Counts turns that were skipped (see IoThread), in which nothing was sent either. */
  turnsSkipped(turns: number): void {
    this.context.metrics.recordEmptyRequests(turns * this.parts.produceTurn.nodesReady);
  }

  /** Lets the thread send what is left and then end. */
  initiateClose(): void {
    this.parts.accumulator.close();
    this.isRunning = false;
    this.parts.client.wakeup();
  }

  /** Lets the thread end at once; what is left fails. */
  forceClose(): void {
    this.isForced = true;
    this.initiateClose();
  }

  /** True while the producer is open, then until all is sent, then until no transaction is open. */
  private mustGoOn(): boolean {
    if (this.isRunning) return true;
    if (this.isForced) return false;
    const { accumulator, client, manager } = this.parts;
    const isOngoing = manager?.lifecycle.hasOngoingTransaction === true;
    this.isFlushed ||=
      !accumulator.hasUndrained() && client.inFlightRequestCount() === 0 && !(isOngoing && manager.hasPendingRequests);
    if (!this.isFlushed) return true;
    if (isOngoing && !manager.lifecycle.isCompleting) this.abortForClosing(manager);
    return isOngoing;
  }

  private abortForClosing(manager: TransactionManager): void {
    const { sender: logger } = this.context.loggers;
    const { policies, texts } = this.context.config.version;
    logger.info('Aborting incomplete transaction due to shutdown');
    try {
      manager.transactions.abort();
    } catch (error) {
      logger.error(texts.abortInCloseFailed(), thrownError(error));
      if (FAILED_ABORT_FORCES_CLOSE[policies.failedAbortInClose]) this.isForced = true;
    }
  }

  // --- One turn --------------------------------------------------------------------------------------------------------------

  /**
   * Sends what is ready.
   *
   * @returns how long the poll of this turn may wait, or the transactional request that the turn is to send; `null` if the
   * turn ends here
   */
  private nextStep(nowMs: number): number | TransactionalRequest | null {
    const { manager, produceTurn } = this.parts;
    produceTurn.nodesReady = 0;
    if (manager === null) return produceTurn.take(nowMs);
    const { lifecycle, idempotence } = manager;
    idempotence.maybeResolveSequences();
    if (lifecycle.hasFatalError) {
      this.abortIncomplete(lifecycle.lastError);
      return this.retryBackoffMs;
    }
    if (lifecycle.hasAbortableError && manager.takeAuthorizationError((error) => this.abortIncomplete(error)))
      return null;
    manager.maintainIdentity();
    if (manager.isRequestInFlight) return this.retryBackoffMs;
    this.abortUndrained(manager);
    // The turn begins again when the thread goes on: so far it has changed nothing that it would not change again.
    if (this.context.stops.isStopped) return null;
    return manager.nextRequest(this.parts.accumulator.hasIncomplete) ?? produceTurn.take(nowMs);
  }

  private abortUndrained({ lifecycle }: TransactionManager): void {
    const { accumulator } = this.parts;
    if ((lifecycle.hasAbortableError || lifecycle.isAborting) && accumulator.hasIncomplete)
      accumulator.abortUndrainedBatches(lifecycle.lastError ?? new TransactionAbortedException());
  }

  private abortIncomplete(reason: Error | null): void {
    const { accumulator } = this.parts;
    if (reason === null || !accumulator.hasIncomplete) return;
    this.context.loggers.sender.error('Aborting producer batches due to fatal error', reason);
    accumulator.abortBatches(reason);
  }
}
