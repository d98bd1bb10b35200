/**
 * A thread that calls a producer, and the order of its calls: none overtakes one that was made before it.
 *
 * A thread with a name has one queue, and so has an I/O thread, which calls in callbacks. A program that names no threads has a
 * queue for each topic it sends to. What a callback calls goes into a queue nested in the call that has called the callback,
 * and which has not returned until the nested queue is empty.
 */
import { Fifo } from '../../client/collections/fifo.ts';
import { type BlockingCall, CALLS_OF_CALLBACK, type Waiting, type Wake } from './blocking-call.ts';

/** The thread that runs user code at this moment, in a program with any number of producers. */
export class CurrentThread {
  /** `null`: a thread that has no name. */
  thread: CallingThread | null = null;
}

/** What carries out a call: the threads of the producer that is called. */
export interface CallHost {
  readonly current: CurrentThread;
  /** Calls in progress, and calls that wait behind them. */
  pendingCalls: number;
  /** Has the first call of the queue go on when its wait is over. */
  wait(queue: CallQueue, waiting: Waiting): void;
  /** Calls `task` when user code has had a turn, at this instant and before the producer's I/O thread goes on. */
  afterUserCode(task: () => void): void;
}

export interface QueuedCall {
  /** As in `flush()`. */
  readonly name: string;
  readonly body: BlockingCall;
  readonly host: CallHost;
}

export interface CallQueue {
  /** `null`: not one of the queues in which calls wait for each other. */
  readonly key: string | null;
  readonly thread: CallingThread;
  /** The queue whose first call made the calls of this one; `null`: an outermost queue. */
  readonly enclosing: CallQueue | null;
  /** The call in progress, then the calls that wait for it to return. Invariant: never empty. */
  readonly calls: Fifo<QueuedCall>;
  /** The calls that a callback of the first call has made; `null`: none. */
  nested: CallQueue | null;
  /** Whether the first call goes on, or is over, when the nested queue is empty. */
  awaitsNested: boolean;
}

export interface CallingThreadOptions {
  /** Of the threads that may run at one instant, the one with the lowest rank goes first. */
  readonly rank: number;
  /** Whether calls for different topics do not wait for each other. */
  readonly queuesByTopic?: boolean;
  /** Whether all of its calls are made in callbacks. */
  readonly isIoThread?: boolean;
}

export class CallingThread {
  readonly rank: number;
  readonly isIoThread: boolean;
  /** Whether no call is in progress or waits. */
  isIdle = true;
  /** Called when the thread has become idle. */
  onIdle: () => void = ignore;
  /** Called when a call begins to wait. */
  onWait: (call: string, what: string) => void = ignore;
  private readonly queuesByTopic: boolean;
  /** The outermost ones, by topic or by ''. */
  private readonly queues = new Map<string, CallQueue>();
  /** The innermost queue whose first call runs at this moment; `null`: none. */
  private running: CallQueue | null = null;

  constructor({ rank, queuesByTopic = false, isIoThread = false }: CallingThreadOptions) {
    this.rank = rank;
    this.queuesByTopic = queuesByTopic;
    this.isIoThread = isIoThread;
  }

  /** Whether a callback runs on this thread at this moment, in which calls wait for each other whatever their topics. */
  get isInCallback(): boolean {
    return this.isIoThread || this.running !== null;
  }

  /** Whether a new call with this topic has to wait for one that was made before it. */
  isBlocked(topic: string): boolean {
    return !this.isIdle && this.lastQueue(topic) !== null;
  }

  /** Makes a call. It starts now unless it has to wait for one that was made before it. */
  call(topic: string, call: QueuedCall): void {
    const queue = this.lastQueue(topic);
    if (queue !== null) push(queue, call);
    else this.advance(this.begin(this.keyOf(topic), call), 'signalled');
  }

  /** Starts a call that no other call waits for. */
  callAlone(call: QueuedCall): void {
    this.advance(newQueue(null, this, null, call), 'signalled');
  }

  /** Calls `task` when all calls in the queues have returned that were made before. */
  afterCalls(host: CallHost, task: () => void): void {
    const arrivals = { left: this.queues.size, task };
    if (arrivals.left === 0) task();
    for (const queue of this.queues.values()) push(queue, { name: '', body: arrive(arrivals), host });
  }

  /** Runs the first call of a queue to its next wait or its end, and then those that have waited for it to return. */
  advance(queue: CallQueue, wake: Wake): void {
    if (!this.runFirst(queue, wake)) return;
    let ended = queue;
    // A loop and no recursion, since any number of calls may wait.
    for (let next = this.leave(ended); next !== null; next = this.leave(ended)) {
      if (ended.enclosing !== null || this.isIoThread) {
        const following = next;
        // The callback, if it is asynchronous, goes on first.
        following.calls.at(0)!.host.afterUserCode(() => this.advance(following, 'signalled'));
        return;
      }
      if (!this.runFirst(next, 'signalled')) return;
      ended = next;
    }
  }

  /** Runs the first call of a queue to its next wait or its end. @returns whether it is over */
  private runFirst(queue: CallQueue, wake: Wake): boolean {
    const { name, body, host } = queue.calls.at(0)!;
    const { current } = host;
    const caller = current.thread;
    const enclosing = this.running;
    current.thread = this;
    this.running = queue;
    queue.awaitsNested = false;
    let step: IteratorResult<Waiting | typeof CALLS_OF_CALLBACK, void>;
    try {
      step = body.next(wake);
      while (step.done !== true && mayGoOn(step.value, queue)) step = body.next(wakeAtOnce(step.value));
    } finally {
      this.running = enclosing;
      current.thread = caller;
    }
    queue.awaitsNested = queue.nested !== null && (step.done === true || step.value === CALLS_OF_CALLBACK);
    if (step.done === true) return !queue.awaitsNested;
    if (step.value !== CALLS_OF_CALLBACK) {
      host.wait(queue, step.value);
      this.onWait(name, step.value.what);
    }
    return false;
  }

  /**
   * Removes the first call of the queue, which is over.
   *
   * @returns the queue whose first call starts or goes on now; `null` if none does
   */
  private leave(queue: CallQueue): CallQueue | null {
    const { calls, enclosing, key } = queue;
    calls.shift()!.host.pendingCalls--;
    if (calls.length > 0) return queue;
    if (enclosing !== null) {
      enclosing.nested = null;
      return enclosing.awaitsNested ? enclosing : null;
    }
    if (key === null) return null;
    this.queues.delete(key);
    this.isIdle = this.queues.size === 0;
    if (this.isIdle) this.onIdle();
    return null;
  }

  /** The queue in which a new call has to wait; `null` if it may start. */
  private lastQueue(topic: string): CallQueue | null {
    if (this.running !== null) return this.running.nested;
    return this.queues.get(this.keyOf(topic)) ?? null;
  }

  /** Makes a queue with one call, nested in the call that runs at this moment if there is one. */
  private begin(key: string, call: QueuedCall): CallQueue {
    const { running } = this;
    const begun = newQueue(key, this, running, call);
    if (running !== null) running.nested = begun;
    else {
      this.queues.set(key, begun);
      this.isIdle = false;
    }
    return begun;
  }

  private keyOf(topic: string): string {
    return this.queuesByTopic ? topic : '';
  }
}

function newQueue(key: string | null, thread: CallingThread, enclosing: CallQueue | null, call: QueuedCall): CallQueue {
  const queue = { key, thread, enclosing, calls: new Fifo<QueuedCall>(), nested: null, awaitsNested: false };
  push(queue, call);
  return queue;
}

function push(queue: CallQueue, call: QueuedCall): void {
  queue.calls.push(call);
  call.host.pendingCalls++;
}

/** A call that only notes that its queue has come to it, and does the task if it is the last one that comes. */
function* arrive(arrivals: { left: number; readonly task: () => void }): BlockingCall {
  yield* [];
  if (--arrivals.left === 0) arrivals.task();
}

function mayGoOn(wanted: Waiting | typeof CALLS_OF_CALLBACK, queue: CallQueue): boolean {
  // With max.block.ms = 0 the call times out before any other thread runs.
  return wanted === CALLS_OF_CALLBACK ? queue.nested === null : wanted.timeoutMs <= 0;
}

function wakeAtOnce(wanted: Waiting | typeof CALLS_OF_CALLBACK): Wake {
  return wanted === CALLS_OF_CALLBACK ? 'signalled' : 'timed out';
}

function ignore(): void {}
