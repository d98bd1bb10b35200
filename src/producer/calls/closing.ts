/**
 * Ending a producer (KafkaProducer.close).
 *
 * Owns: waiting for the I/O thread, no longer than the caller wants to, and the words of it in the log.
 * Refuses to know: what the I/O thread still does, and what there is to let go afterwards.
 *
 * As in Java, every call does all of it, whether the producer is closed already or not.
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { ClientLogger } from '../../client/host/logging.ts';
import type { Sender } from '../sender/sender.ts';
import type { ApplicationCalls } from '../threads/application-threads.ts';
import type { BlockingCall, Waiting, Wake } from '../threads/blocking-call.ts';
import type { IoThread } from '../threads/io-thread.ts';

export interface ClosingOptions {
  readonly clientHost: Pick<ClientHost, 'now'>;
  readonly calls: ApplicationCalls;
  readonly ioThread: IoThread;
  readonly sender: Pick<Sender, 'initiateClose' | 'forceClose'>;
  readonly logger: ClientLogger;
  /** Closes what the producer was given and what it registered. */
  readonly release: () => void;
}

/** Java prints an endless close() so. */
const LONG_MAX = '9223372036854775807';

export class Closing {
  private readonly options: ClosingOptions;
  /** Nothing more is accepted. */
  hasBegun = false;

  constructor(options: ClosingOptions) {
    this.options = options;
  }

  /** @param whenClosed called when Java's close() would return */
  close(timeoutMs: number, whenClosed: () => void): void {
    const { calls, ioThread, logger } = this.options;
    logger.info(`Closing the Kafka producer with timeoutMillis = ${shown(timeoutMs)} ms.`);
    this.hasBegun = true;
    if (ioThread.isCurrent) {
      this.closeFromCallback(timeoutMs);
      whenClosed();
    } else calls.runAlone(this.closeAndWait(timeoutMs, whenClosed));
  }

  private *closeAndWait(timeoutMs: number, whenClosed: () => void): BlockingCall {
    const { sender, ioThread, release } = this.options;
    if (timeoutMs > 0) {
      sender.initiateClose();
      // The thread of a producer that never sent may not even have had its first turn, and nobody waited for that so far.
      ioThread.wake();
      yield* this.join(timeoutMs);
    }
    if (!ioThread.isDone) {
      this.force(timeoutMs);
      yield* this.join(Number.POSITIVE_INFINITY);
    }
    release();
    whenClosed();
  }

  /** Waits for the end of the I/O thread, so long at most. */
  private *join(timeoutMs: number): Generator<Waiting, void, Wake> {
    const { clientHost, ioThread } = this.options;
    const deadlineMs = clientHost.now() + timeoutMs;
    let wake: Wake = 'signalled';
    while (!ioThread.isDone && wake !== 'timed out')
      wake = yield { timeoutMs: deadlineMs - clientHost.now(), subscribe: (signal) => ioThread.onExit(signal) };
  }

  /** The I/O thread cannot wait for its own end: it ends once it has left the callback. */
  private closeFromCallback(timeoutMs: number): void {
    const { logger, release } = this.options;
    if (timeoutMs > 0) {
      logger.warn(
        `Overriding close timeout ${shown(timeoutMs)} ms to 0 ms in order to prevent useless blocking due to self-join. This means you have incorrectly invoked close with a non-zero timeout from the producer call-back.`,
      );
    }
    this.force(timeoutMs);
    release();
  }

  private force(timeoutMs: number): void {
    const { logger, sender } = this.options;
    logger.info(
      `Proceeding to force close the producer since pending requests could not be completed within timeout ${shown(timeoutMs)} ms.`,
    );
    sender.forceClose();
  }
}

function shown(timeoutMs: number): string {
  return Number.isFinite(timeoutMs) ? String(timeoutMs) : LONG_MAX;
}
