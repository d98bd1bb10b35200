/**
 * Sends all that is buffered, and waits until it is done (KafkaProducer.flush).
 */
import { InterruptException, KafkaException } from '../../protocol/errors/exceptions.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { ApplicationThreads } from '../threads/application-threads.ts';
import type { BlockingCall, CallOutcome, Wake } from '../threads/blocking-call.ts';
import { FLUSH_WAITS, type FlushWait } from './flush-wait.ts';

export interface FlushingParts {
  readonly threads: ApplicationThreads;
  readonly accumulator: RecordAccumulator;
  readonly wakeSender: () => void;
  /** Whether the caller runs on the I/O thread, in a callback. */
  readonly isIoThread: () => boolean;
}

const REFUSAL = 'KafkaProducer.flush() invocation inside a callback is not permitted because it may lead to deadlock.';

export class Flushing {
  private readonly context: ProducerContext;
  private readonly parts: FlushingParts;
  private readonly flushWait: FlushWait;
  private readonly isRefusedInCallbacks: boolean;

  constructor(context: ProducerContext, parts: FlushingParts) {
    this.context = context;
    this.parts = parts;
    const { flushAwaits, flushInCallback } = context.config.version.policies;
    this.flushWait = FLUSH_WAITS[flushAwaits];
    this.isRefusedInCallbacks = flushInCallback === 'refused';
  }

  /** Begins once the sends before it have returned. */
  flush(outcome: CallOutcome<void>): void {
    if (this.isRefusedInCallbacks && this.parts.isIoThread()) {
      this.context.loggers.kafkaProducer.error(REFUSAL);
      outcome.reject(new KafkaException(REFUSAL));
      return;
    }
    this.parts.threads.runAfterCalls('flush()', this.flushAndWait(outcome));
  }

  private *flushAndWait(outcome: CallOutcome<void>): BlockingCall {
    const { flushWait } = this;
    const { accumulator, wakeSender } = this.parts;
    const { clientHost, metrics } = this.context;
    const startMs = clientHost.now();
    const results = accumulator.beginFlush();
    wakeSender();
    let wake: Wake = 'signalled';
    // The last batch is nearly always the last to be done: a flush that waits for it first need not be woken for each batch.
    for (const result of results.toReversed()) {
      if (wake === 'interrupted') break;
      if (!flushWait.isDone(result))
        wake = yield {
          what: 'the records that are buffered or in flight',
          timeoutMs: Number.POSITIVE_INFINITY,
          subscribe: (signal) => flushWait.onDone(result, signal),
        };
    }
    accumulator.endFlush();
    metrics.recordTime('flush', clientHost.now() - startMs);
    if (wake === 'interrupted') outcome.reject(new InterruptException('Flush interrupted.'));
    else outcome.resolve();
  }
}
