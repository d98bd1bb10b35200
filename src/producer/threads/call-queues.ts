/**
 * The order of blocking calls: a call does not overtake one that was made before it on the same thread.
 *
 * A thread with a name has one queue. A program that names no threads has a queue for each topic it sends to. What the
 * callback of a call calls goes into a queue nested in that call, which has not returned until the nested queue is empty.
 */
import { Fifo } from '../../client/collections/fifo.ts';
import type { BlockingCall } from './blocking-call.ts';

export interface ApplicationThread {
  /** `null`: the program names no threads. */
  readonly name: string | null;
  /** Of the threads that may run at one instant, the one with the lowest rank goes first. */
  readonly rank: number;
  /** Its outermost queues. */
  queueCount: number;
}

export interface CallQueue {
  readonly key: string;
  readonly thread: ApplicationThread;
  /** The queue whose first call made the calls of this one; `null`: an outermost queue. */
  readonly enclosing: CallQueue | null;
  /** The call in progress, then the calls that wait for it to return. Invariant: never empty. */
  readonly calls: Fifo<BlockingCall>;
  /** Whether the first call runs at this moment. What it calls then goes into the nested queue. */
  isRunning: boolean;
  /** The calls that the first call has made; `null`: none. */
  nested: CallQueue | null;
  /** Whether the first call has ended, but for its nested queue. */
  awaitsNested: boolean;
}

export class CallQueues {
  /** The outermost ones. */
  private readonly queues = new Map<string, CallQueue>();
  /** Calls in all queues, those that wait for their turn included. */
  private calls = 0;

  get isEmpty(): boolean {
    return this.queues.size === 0;
  }

  get callCount(): number {
    return this.calls;
  }

  /** The queue in which a new call has to wait; undefined if it may start. */
  find(thread: ApplicationThread, topic: string): CallQueue | undefined {
    let queue = this.queues.get(keyOf(thread, topic)) ?? null;
    while (queue?.isRunning === true) queue = queue.nested;
    return queue ?? undefined;
  }

  /** Makes a queue with one call, nested in the call that runs at this moment if there is one. */
  begin(thread: ApplicationThread, topic: string, call: BlockingCall): CallQueue {
    const key = keyOf(thread, topic);
    let enclosing: CallQueue | null = null;
    for (let queue = this.queues.get(key) ?? null; queue !== null; queue = queue.nested) enclosing = queue;
    const begun: CallQueue = {
      key,
      thread,
      enclosing,
      calls: new Fifo(),
      isRunning: false,
      nested: null,
      awaitsNested: false,
    };
    if (enclosing !== null) enclosing.nested = begun;
    else {
      this.queues.set(key, begun);
      thread.queueCount++;
    }
    this.push(begun, call);
    return begun;
  }

  /** Puts a call at the end of a queue. */
  push(queue: CallQueue, call: BlockingCall): void {
    queue.calls.push(call);
    this.calls++;
  }

  /**
   * Removes the first call of the queue, which has ended.
   *
   * @returns the queue whose first call starts now; `null` if none does
   */
  next(queue: CallQueue): CallQueue | null {
    if (queue.nested !== null) {
      queue.awaitsNested = true;
      return null;
    }
    for (let ended = queue; ; ended = ended.enclosing) {
      ended.calls.shift();
      this.calls--;
      if (ended.calls.length > 0) return ended;
      if (ended.enclosing === null) {
        this.queues.delete(ended.key);
        ended.thread.queueCount--;
        return null;
      }
      ended.enclosing.nested = null;
      if (!ended.enclosing.awaitsNested) return null;
      ended.enclosing.awaitsNested = false;
    }
  }
}

function keyOf({ name }: ApplicationThread, topic: string): string {
  return name === null ? topic : `thread ${name}`;
}
