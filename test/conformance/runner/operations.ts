/**
 * The operations of a scenario's steps: calls of the producer, and the trace events of their results. An operation is a generator: it
 * yields the promise that it waits for, and is resumed with its outcome. application.ts decides which thread runs when.
 */
import type { CallbackCalls } from './callback-calls.ts';
import type { ApplicationOperation } from './scenario.ts';
import type { ScenarioProducer, Send, Sends } from './sends.ts';
import type { TraceRecorder } from './trace.ts';
import { traceError } from './trace-errors.ts';
import { traceMetrics } from './trace-metrics.ts';

export type Outcome = { readonly value: unknown } | { readonly error: unknown };
/** A call that may have to wait: it yields the promise that it waits for. */
export type Call = Generator<PromiseLike<unknown>, void, Outcome>;

export class Operations {
  private readonly producer: ScenarioProducer;
  private readonly trace: TraceRecorder;
  private readonly sends: Sends;
  private readonly callbackCalls: CallbackCalls;

  constructor(producer: ScenarioProducer, trace: TraceRecorder, sends: Sends, callbackCalls: CallbackCalls) {
    this.producer = producer;
    this.trace = trace;
    this.sends = sends;
    this.callbackCalls = callbackCalls;
  }

  /** @param ids the ids of the records that it sends */
  perform(operation: ApplicationOperation, step: number, ids: readonly string[]): Call {
    return operation.op === 'send' ? this.sendAll(operation, ids) : this.call(operation, step);
  }

  onThread<T>(name: string, task: () => T): T {
    return this.producer.onThread(name, task);
  }

  private *sendAll(operation: ApplicationOperation, ids: readonly string[]): Call {
    for (const [index, id] of ids.entries()) yield* this.send(this.sends.begin(id, operation, index), operation);
  }

  private *send(send: Send, operation: ApplicationOperation): Call {
    const { producer, trace } = this;
    const startT = trace.t;
    const callback = operation.noCallback === true ? undefined : this.callbackCalls.callbackOf(send, operation);
    const started = (): { readonly startT?: number } => (trace.t === startT ? {} : { startT });
    try {
      const future = producer.send(send.record, callback);
      if (future.partition === null) throwIfFailed(yield future.accepted);
      const { partition } = future;
      const alreadyDone = future.isDone() ? { alreadyDone: true } : {};
      const place = { topic: send.record.topic, ...(partition === null ? {} : { partition }) };
      send.future = future;
      trace.record('sent', { id: send.id, ...place, ...started(), ...alreadyDone });
    } catch (error) {
      send.thrown = error as Error;
      trace.record('sendThrew', { id: send.id, ...started(), error: traceError(error) });
    }
  }

  private *call(operation: ApplicationOperation, step: number): Call {
    const { trace } = this;
    const { op } = operation;
    if (op === 'metrics') {
      trace.record('metrics', { values: traceMetrics(this.producer) });
      return;
    }
    const startT = trace.t;
    trace.record('call', { op, step });
    try {
      const pending = this.start(operation);
      const value = pending === undefined ? undefined : throwIfFailed(yield pending);
      trace.record('return', { op, step, startT, ...returned(op, value) });
    } catch (error) {
      trace.record('throw', { op, step, startT, error: traceError(error) });
    }
  }

  private start(operation: ApplicationOperation): PromiseLike<unknown> | undefined {
    const { producer } = this;
    const { op, topic = '', timeoutMs, offsets = {}, groupId = '' } = operation;
    switch (op) {
      case 'flush':
        return producer.flush();
      case 'close':
        return producer.close(timeoutMs);
      case 'partitionsFor':
        return producer.partitionsFor(topic);
      case 'sendOffsetsToTransaction':
        return producer.sendOffsetsToTransaction(offsets, { groupId });
      case 'beginTransaction':
        producer.beginTransaction();
        return undefined;
      case 'initTransactions':
      case 'commitTransaction':
      case 'abortTransaction':
        return producer[op]();
      default:
        throw new Error(`'${op}' is not a method of a producer`);
    }
  }
}

function throwIfFailed(outcome: Outcome): unknown {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

export function returned(op: ApplicationOperation['op'], value: unknown): Readonly<Record<string, unknown>> {
  if (op !== 'partitionsFor') return {};
  const partitions = value as Awaited<ReturnType<ScenarioProducer['partitionsFor']>>;
  return { partitions: partitions.map(({ partition, leader }) => ({ partition, leader: leader?.id ?? -1 })) };
}
