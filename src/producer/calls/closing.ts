/**
 * Closes a producer (KafkaProducer.close): waits for the I/O thread, no longer than the caller wants to.
 *
 * As in Java, every call does all of this, whether the producer is closed already or not.
 */
import { KafkaException } from '../../protocol/errors/exceptions.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { Sender } from '../sender/sender.ts';
import type { ApplicationThreads } from '../threads/application-threads.ts';
import type { BlockingCall, CallOutcome, Waiting, Wake } from '../threads/blocking-call.ts';
import type { IoThread } from '../threads/io-thread.ts';

export interface ClosingParts {
  readonly threads: ApplicationThreads;
  readonly ioThread: IoThread;
  readonly sender: Pick<Sender, 'initiateClose' | 'forceClose'>;
  /** Closes what the user handed to the producer, and what the producer has registered; returns the first failure. */
  readonly release: () => Error | null;
}

/** Java logs Long.MAX_VALUE ms for a close() without a timeout. */
const LONG_MAX = '9223372036854775807';

export class Closing {
  private readonly context: ProducerContext;
  private readonly parts: ClosingParts;
  /** Whether close() was called: nothing is accepted any more. */
  hasBegun = false;

  constructor(context: ProducerContext, parts: ClosingParts) {
    this.context = context;
    this.parts = parts;
  }

  /** Begins once the sends before it have returned, or after `timeoutMs`. */
  close(timeoutMs: number, outcome: CallOutcome<void>): void {
    this.parts.threads.runAfterCalls('close()', this.closeNow(timeoutMs, outcome), timeoutMs);
  }

  private *closeNow(timeoutMs: number, outcome: CallOutcome<void>): BlockingCall {
    const { ioThread, release } = this.parts;
    const timeout = timeoutText(timeoutMs);
    this.context.loggers.kafkaProducer.info(`Closing the Kafka producer with timeoutMillis = ${timeout} ms.`);
    this.hasBegun = true;
    if (ioThread.isCurrent) this.closeInCallback(timeoutMs);
    else yield* this.closeAndWait(timeoutMs);
    const failure = release();
    if (failure === null) outcome.resolve();
    else outcome.reject(new KafkaException('Failed to close kafka producer', { cause: failure }));
  }

  private *closeAndWait(timeoutMs: number): Generator<Waiting, void, Wake> {
    const { sender, ioThread } = this.parts;
    if (timeoutMs > 0) {
      sender.initiateClose();
      // The I/O thread of a producer that never sent may not have had its first turn, which nothing has waited for so far.
      ioThread.wake();
      yield* this.join(timeoutMs);
    }
    if (!ioThread.isDone) {
      this.force(timeoutMs);
      yield* this.join(Number.POSITIVE_INFINITY);
    }
  }

  /** Waits for the end of the I/O thread, for `timeoutMs` at most. */
  private *join(timeoutMs: number): Generator<Waiting, void, Wake> {
    const { ioThread } = this.parts;
    const { clientHost } = this.context;
    const deadlineMs = clientHost.now() + timeoutMs;
    let wake: Wake = 'signalled';
    while (!ioThread.isDone && wake !== 'timed out')
      wake = yield {
        what: 'the end of the I/O thread',
        timeoutMs: deadlineMs - clientHost.now(),
        subscribe: (signal) => ioThread.onExit(signal),
      };
  }

  /** The I/O thread, which runs the callback, cannot wait for its own end: it ends after the callback. */
  private closeInCallback(timeoutMs: number): void {
    if (timeoutMs > 0) {
      this.context.loggers.kafkaProducer.warn(
        `Overriding close timeout ${timeoutText(timeoutMs)} ms to 0 ms in order to prevent useless blocking due to self-join. This means you have incorrectly invoked close with a non-zero timeout from the producer call-back.`,
      );
    }
    this.force(timeoutMs);
  }

  private force(timeoutMs: number): void {
    this.context.loggers.kafkaProducer.info(
      `Proceeding to force close the producer since pending requests could not be completed within timeout ${timeoutText(timeoutMs)} ms.`,
    );
    this.parts.sender.forceClose();
  }
}

function timeoutText(timeoutMs: number): string {
  return Number.isFinite(timeoutMs) ? String(timeoutMs) : LONG_MAX;
}
