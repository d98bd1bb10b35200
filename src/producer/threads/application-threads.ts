/**
 * Runs calls that block a thread of the application in Java: wakes them, times them out, interrupts them, and decides which
 * thread goes on first.
 *
 * Two threads send to a topic that is not known yet, and B's send also calls a callback:
 *
 *   ms     thread A (rank 0)             thread B (rank 1)                I/O thread
 *   0      send(a) waits for metadata
 *   0                                    send(b) waits for metadata       asks for metadata
 *   5                                                                     reads it, signals both, enters poll()
 *   5      a is appended, send returns
 *   5                                    b is too large: send(b) calls
 *                                        its callback, which calls
 *                                        send(c) to another topic; that
 *                                        waits, so send(b) has not
 *                                        returned, and B's next call
 *                                        waits behind it
 *   5                                                                     next turn
 *
 * A signalled call goes on when the I/O thread waits next, since Java's threads run then. Threads that are woken at one instant
 * go on in order of rank, each in an event of its own, so that what a thread does next comes before the next thread.
 */
import type { ClientHost, Timer } from '../../client/host/client-host.ts';
import type { BlockingCall, Waiting, Wake } from './blocking-call.ts';
import { type ApplicationThread, type CallQueue, CallQueues } from './call-queues.ts';
import type { IoThread } from './io-thread.ts';

/** A call that may go on. */
interface WokenCall {
  readonly rank: number;
  readonly resume: () => void;
}

const UNNAMED_RANK = -1;

export class ApplicationThreads {
  private readonly clientHost: ClientHost;
  private readonly ioThread: () => IoThread;
  private readonly threads = new Map<string, ApplicationThread>();
  /** The calling thread. */
  private current: ApplicationThread = { name: null, rank: UNNAMED_RANK, queueCount: 0 };
  private readonly queues = new CallQueues();
  /** Calls in progress that are in no queue. */
  private unqueuedCount = 0;
  private woken: WokenCall[] = [];
  private readonly interrupts = new Set<() => void>();
  private idleTasks: { readonly thread: ApplicationThread; readonly task: () => void }[] = [];

  constructor(clientHost: ClientHost, ioThread: () => IoThread) {
    this.clientHost = clientHost;
    this.ioThread = ioThread;
  }

  /**
   * Runs `task` as the thread of that name, whose calls it makes. A call of that thread that may go on by now does so first.
   * Threads rank in order of their first mention.
   */
  onThread<T>(name: string, task: () => T): T {
    let thread = this.threads.get(name);
    if (thread === undefined) {
      thread = { name, rank: this.threads.size, queueCount: 0 };
      this.threads.set(name, thread);
    }
    this.resumeThread(thread.rank);
    return this.runAs(thread, task);
  }

  /** Whether a send to this topic has to wait behind another call of the thread. */
  isBlocked(topic: string): boolean {
    return !this.queues.isEmpty && this.queues.find(this.current, topic) !== undefined;
  }

  /** Calls in progress, and calls that wait behind them. */
  get waitingCount(): number {
    return this.unqueuedCount + this.queues.callCount;
  }

  /** Puts a call into its queue. It starts now if the queue is empty. */
  run(topic: string, call: BlockingCall): void {
    const { current } = this;
    const queue = this.queues.find(current, topic);
    if (queue === undefined) this.advance(this.queues.begin(current, topic, call), current, call, 'signalled');
    else this.queues.push(queue, call);
  }

  /** Starts a call that is in no queue: later sends do not wait behind it. */
  runUnqueued(call: BlockingCall): void {
    this.unqueuedCount++;
    this.advance(null, this.current, call, 'signalled');
  }

  /** Calls `task` once no send of the calling thread waits any more. */
  whenIdle(task: () => void): void {
    const { current } = this;
    if (current.queueCount === 0) task();
    else this.idleTasks.push({ thread: current, task });
  }

  /**
   * Calls `start` once the sends before it have returned, as Java's thread would.
   *
   * @param withinMs the longest wait for these sends, after which `start` is called all the same
   * @returns a promise that `start` resolves or rejects
   */
  afterSends(
    start: (resolve: () => void, reject: (error: Error) => void) => void,
    withinMs: number = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const { clientHost } = this;
    return new Promise((resolve, reject) => {
      let isStarted = false;
      const resolved = (): void => {
        resolve();
        clientHost.userVisible();
      };
      const rejected = (error: Error): void => {
        reject(error);
        clientHost.userVisible();
      };
      const startOnce = (): void => {
        if (isStarted) return;
        isStarted = true;
        start(resolved, rejected);
      };
      clientHost.userWaits();
      this.whenIdle(startOnce);
      if (!isStarted && Number.isFinite(withinMs)) clientHost.schedule(withinMs, startOnce);
    });
  }

  /** Interrupts every call that waits now, as Thread.interrupt() does. */
  interruptAll(): void {
    for (const interrupt of Array.from(this.interrupts)) interrupt();
  }

  private runAs<T>(thread: ApplicationThread, task: () => T): T {
    const caller = this.current;
    this.current = thread;
    try {
      return task();
    } finally {
      this.current = caller;
    }
  }

  /** Runs a call to its next wait or its end, and then those that have waited for it to return. */
  private advance(queue: CallQueue | null, thread: ApplicationThread, call: BlockingCall, wake: Wake): void {
    if (!this.runCall(queue, thread, call, wake)) return;
    if (queue === null) {
      this.unqueuedCount--;
      return;
    }
    // A loop and no recursion, since any number of calls may wait.
    let next = this.queues.next(queue);
    while (next !== null && this.runCall(next, thread, next.calls.at(0)!, 'signalled')) next = this.queues.next(next);
    this.runIdleTasks(thread);
  }

  /** Runs a call to its next wait or its end. @returns whether it has ended */
  private runCall(queue: CallQueue | null, thread: ApplicationThread, call: BlockingCall, wake: Wake): boolean {
    const caller = this.current;
    this.current = thread;
    if (queue !== null) queue.isRunning = true;
    let step = call.next(wake);
    // With max.block.ms = 0 the call times out before any other thread runs.
    while (step.done !== true && step.value.timeoutMs <= 0) step = call.next('timed out');
    if (queue !== null) queue.isRunning = false;
    this.current = caller;
    if (step.done !== true) this.wait(queue, thread, call, step.value);
    return step.done === true;
  }

  private runIdleTasks(thread: ApplicationThread): void {
    if (this.idleTasks.length === 0 || thread.queueCount > 0) return;
    const due = this.idleTasks.filter((idle) => idle.thread === thread);
    this.idleTasks = this.idleTasks.filter((idle) => idle.thread !== thread);
    for (const { task } of due) this.runAs(thread, task);
  }

  private wait(
    queue: CallQueue | null,
    thread: ApplicationThread,
    call: BlockingCall,
    { timeoutMs, subscribe }: Waiting,
  ): void {
    let reason: Wake | null = null;
    let timer: Timer | null = null;
    const resume = (): void => {
      unsubscribe();
      this.advance(queue, thread, call, reason!);
    };
    const wake = (why: Wake): void => {
      // The call has timed out, and before it runs it gets what it waits for.
      if (reason === 'timed out' && why === 'signalled') reason = why;
      if (reason !== null) return;
      reason = why;
      timer?.cancel();
      this.interrupts.delete(interrupt);
      if (why === 'interrupted') resume();
      else this.addWoken({ rank: thread.rank, resume });
    };
    const interrupt = (): void => wake('interrupted');
    const unsubscribe = subscribe(() => wake('signalled'));
    this.interrupts.add(interrupt);
    if (Number.isFinite(timeoutMs)) timer = this.clientHost.schedule(Math.max(0, timeoutMs), () => wake('timed out'));
  }

  private addWoken(call: WokenCall): void {
    this.woken.push(call);
    if (this.woken.length === 1) this.ioThread().resumeApplication(this.resumeFirstThread);
  }

  /** Lets the thread with the lowest rank go on, and the others after what it does at this instant. */
  private readonly resumeFirstThread = (): void => {
    let lowest = Number.POSITIVE_INFINITY;
    for (const { rank } of this.woken) lowest = Math.min(lowest, rank);
    if (this.woken.some(({ rank }) => rank !== lowest)) this.ioThread().runBeforeNextTurn(this.resumeFirstThread);
    this.resumeThread(lowest);
  };

  private resumeThread(rank: number): void {
    const { woken } = this;
    if (woken.length === 0) return;
    this.woken = woken.filter((call) => call.rank !== rank);
    for (const call of woken) if (call.rank === rank) call.resume();
  }
}
