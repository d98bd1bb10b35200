/**
 * The calls that a callback makes, one after the other.
 *
 * A JavaScript callback cannot wait. It makes all of its calls at once, and the producer has each wait for those before it; here
 * they enter the trace as if each had been made when the one before it was over.
 */
import type { CallOutcome } from '../../../src/producer/threads/blocking-call.ts';
import { returned } from './operations.ts';
import type { ApplicationOperation } from './scenario.ts';
import { callbackOf, type ScenarioProducer, type Send, type Sends } from './sends.ts';
import type { TraceRecorder } from './trace.ts';
import { traceError } from './trace-errors.ts';
import { traceMetrics } from './trace-metrics.ts';

/** The step of an operation inside a callback. */
const INSIDE_CALLBACK = -1;

/** One of the calls: what comes after it happens when it is over. */
class Link {
  private isOver = false;
  private readonly tasks: (() => void)[] = [];

  after(task: () => void): void {
    if (this.isOver) task();
    else this.tasks.push(task);
  }

  end(): this {
    this.isOver = true;
    for (const task of this.tasks.splice(0)) task();
    return this;
  }
}

export class CallbackCalls {
  private readonly producer: ScenarioProducer;
  private readonly trace: TraceRecorder;
  private readonly sends: Sends;

  constructor(producer: ScenarioProducer, trace: TraceRecorder, sends: Sends) {
    this.producer = producer;
    this.trace = trace;
    this.sends = sends;
  }

  /** @param id of the record whose callback it is */
  make(operations: readonly ApplicationOperation[], id: string): void {
    let previous = new Link().end();
    for (const operation of operations) {
      if (operation.op !== 'send') previous = this.call(operation, previous);
      else for (const nested of nestedIds(operation, id)) previous = this.send(nested, operation, previous);
    }
  }

  private send({ id, index }: NestedId, operation: ApplicationOperation, previous: Link): Link {
    const { producer, trace, sends } = this;
    const send = sends.begin(id, operation, index);
    const callback = operation.noCallback === true ? undefined : this.callbackOf(send, operation);
    const link = new Link();
    let startT = trace.t;
    previous.after(() => {
      startT = trace.t;
    });
    const end = (error: Error | null): void =>
      previous.after(() => {
        this.sendReturned(send, startT, error);
        link.end();
      });
    try {
      const future = producer.send(send.record, callback);
      send.calling = future;
      if (future.partition !== null || future.isDone()) end(future.thrown);
      else future.accepted.then(() => end(null), end);
    } catch (error) {
      end(error as Error);
    }
    return link;
  }

  private sendReturned(send: Send, startT: number, error: Error | null): void {
    const { trace } = this;
    const started = trace.t === startT ? {} : { startT };
    if (error !== null) {
      send.thrown = error;
      trace.record('sendThrew', { id: send.id, ...started, error: traceError(error) });
      return;
    }
    const future = send.calling!;
    const { partition } = future;
    const alreadyDone = future.isDone() ? { alreadyDone: true } : {};
    const place = { topic: send.record.topic, ...(partition === null ? {} : { partition }) };
    send.future = future;
    trace.record('sent', { id: send.id, ...place, ...started, ...alreadyDone });
  }

  private call(operation: ApplicationOperation, previous: Link): Link {
    const { producer, trace } = this;
    const { op } = operation;
    const link = new Link();
    if (op === 'metrics') {
      previous.after(() => trace.record('metrics', { values: traceMetrics(producer) }));
      return previous;
    }
    const step = INSIDE_CALLBACK;
    let startT = trace.t;
    previous.after(() => {
      startT = trace.t;
      trace.record('call', { op, step });
    });
    const end = (event: 'return' | 'throw', fields: object): void =>
      previous.after(() => {
        trace.record(event, { op, step, startT, ...fields });
        link.end();
      });
    this.start(operation, {
      resolve: (value) => end('return', returned(op, value)),
      reject: (error) => end('throw', { error: traceError(error) }),
    });
    return link;
  }

  /** The callback of a record that is being sent. */
  callbackOf(send: Send, operation: ApplicationOperation): ReturnType<typeof callbackOf> {
    const { trace, sends, producer } = this;
    const runInside = (operations: readonly ApplicationOperation[], id: string): void => this.make(operations, id);
    return callbackOf(send, operation, { trace, sends, producer, runInside });
  }

  /** Calls the parts of the producer, which report at once, while a promise would settle later. */
  private start(operation: ApplicationOperation, outcome: CallOutcome<unknown>): void {
    const { producer } = this;
    const { op, topic = '', timeoutMs = Number.POSITIVE_INFINITY, offsets = {}, groupId = '' } = operation;
    const { flushing, closing, sendPath, transactionalCalls } = producer.parts;
    switch (op) {
      case 'flush':
        flushing.flush(outcome);
        return;
      case 'close':
        closing.close(timeoutMs, outcome);
        return;
      case 'partitionsFor':
        sendPath.partitionsFor(topic, outcome);
        return;
      case 'sendOffsetsToTransaction':
        transactionalCalls.sendOffsetsToTransaction(offsets, { groupId }, outcome);
        return;
      case 'beginTransaction':
        this.beginTransaction(outcome);
        return;
      case 'initTransactions':
      case 'commitTransaction':
      case 'abortTransaction':
        transactionalCalls[op](outcome);
        return;
      default:
        throw new Error(`'${op}' is not a call on a producer`);
    }
  }

  private beginTransaction(outcome: CallOutcome<unknown>): void {
    try {
      this.producer.beginTransaction();
    } catch (error) {
      outcome.reject(error as Error);
      return;
    }
    outcome.resolve(undefined);
  }
}

interface NestedId {
  readonly id: string;
  readonly index: number;
}

/** The ids of the records that a send in the callback of record `id` sends. */
function nestedIds(operation: ApplicationOperation, id: string): readonly NestedId[] {
  const { id: nested = `${id}-cb`, count = 1 } = operation;
  if (count === 1) return [{ id: nested, index: 0 }];
  return Array.from({ length: count }, (_, index) => ({ id: `${nested}.${index}`, index }));
}
