/**
 * Sending all that is buffered, and waiting for its end (KafkaProducer.flush).
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import { InterruptException } from '../../protocol/exceptions.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { ApplicationCalls } from '../threads/application-threads.ts';
import type { BlockingCall, Wake } from '../threads/blocking-call.ts';
import type { FlushWait } from './flush-wait.ts';

export interface FlushingOptions {
  readonly clientHost: ClientHost;
  readonly calls: ApplicationCalls;
  readonly accumulator: RecordAccumulator;
  readonly wait: FlushWait;
  readonly metrics: ProducerMetrics;
  readonly wakeSender: () => void;
}

export class Flushing {
  private readonly options: FlushingOptions;

  constructor(options: FlushingOptions) {
    this.options = options;
  }

  /** Begins once the sends before it have returned. */
  flush(): Promise<void> {
    const { calls } = this.options;
    return calls.afterSends((resolve, reject) => calls.runAlone(this.flushSlowly(resolve, reject)));
  }

  private *flushSlowly(resolve: () => void, reject: (error: Error) => void): BlockingCall {
    const { accumulator, clientHost, metrics, wait, wakeSender } = this.options;
    const startMs = clientHost.now();
    const results = accumulator.beginFlush();
    wakeSender();
    let wake: Wake = 'signalled';
    for (const result of results) {
      if (wake === 'interrupted') break;
      if (!wait.isDone(result))
        wake = yield { timeoutMs: Number.POSITIVE_INFINITY, subscribe: (signal) => wait.onDone(result, signal) };
    }
    accumulator.endFlush();
    metrics.recordTime('flush', clientHost.now() - startMs);
    if (wake === 'interrupted') reject(new InterruptException('Flush interrupted.'));
    else resolve();
  }
}
