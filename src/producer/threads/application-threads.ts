/**
 * Carries out calls that block a thread in Java: wakes them, times them out, interrupts them, and decides which thread goes on
 * first. The order of the calls of one thread is in calling-thread.ts.
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
 * go on in order of rank, each in an event of its own, so that what a thread does next comes before the next thread. Calls that
 * were made on an I/O thread, in callbacks, come last: Java's I/O thread runs when no thread of the application can.
 */
import type { ClientHost, Timer } from '../../client/host/client-host.ts';
import type { BlockingCall, Waiting, Wake } from './blocking-call.ts';
import { type CallHost, CallingThread, type CallQueue, CurrentThread } from './calling-thread.ts';
import type { IoThread } from './io-thread.ts';

/** A call that may go on. */
interface WokenCall {
  readonly rank: number;
  readonly resume: () => void;
}

/** The rank of the program's calls if it names no threads. */
const UNNAMED_RANK = -1;

export class ApplicationThreads implements CallHost {
  readonly current: CurrentThread;
  pendingCalls = 0;
  private readonly clientHost: ClientHost;
  private readonly ioThread: () => IoThread;
  private readonly unnamed = new CallingThread({ rank: UNNAMED_RANK, queuesByTopic: true });
  private readonly threads = new Map<string, CallingThread>();
  private woken: WokenCall[] = [];
  private readonly interrupts = new Set<() => void>();

  constructor(clientHost: ClientHost, ioThread: () => IoThread, current: CurrentThread = new CurrentThread()) {
    this.clientHost = clientHost;
    this.ioThread = ioThread;
    this.current = current;
  }

  /**
   * Runs `task` as the thread of that name, whose calls it makes. A call of that thread that may go on by now does so first.
   * Threads rank in order of their first mention.
   */
  onThread<T>(name: string, task: () => T): T {
    let thread = this.threads.get(name);
    if (thread === undefined) {
      thread = new CallingThread({ rank: this.threads.size });
      this.threads.set(name, thread);
    }
    this.resumeThread(thread.rank);
    const { current } = this;
    const caller = current.thread;
    current.thread = thread;
    try {
      return task();
    } finally {
      current.thread = caller;
    }
  }

  /** The thread that makes the calls of this moment. */
  get callingThread(): CallingThread {
    return this.current.thread ?? this.unnamed;
  }

  /** Whether a send to this topic has to wait behind another call of the thread. */
  isBlocked(topic: string): boolean {
    return this.callingThread.isBlocked(topic);
  }

  /**
   * Whether max.block.ms of a call counts from the call, and not from the time at which the calls before it are over: a program that
   * names no threads may be many handlers, each of which Java would run on a thread of its own.
   */
  get countsFromCall(): boolean {
    const thread = this.callingThread;
    return thread === this.unnamed && !thread.isInCallback;
  }

  /** Makes a call that waits, like a send to `topic`, behind earlier calls of the thread. */
  run(topic: string, name: string, body: BlockingCall): void {
    this.callingThread.call(topic, { name, body, host: this });
  }

  /**
   * Makes a call that begins once all earlier calls have returned, as Java's thread would make it. Later calls do not wait for
   * it, unless it is made in a callback.
   *
   * @param withinMs the longest wait for the earlier calls, after which the call begins all the same
   */
  runAfterCalls(name: string, body: BlockingCall, withinMs: number = Number.POSITIVE_INFINITY): void {
    const thread = this.callingThread;
    const call = { name, body, host: this };
    if (thread.isInCallback) {
      thread.call('', call);
      return;
    }
    let isBegun = false;
    const begin = (): void => {
      if (isBegun) return;
      isBegun = true;
      thread.callAlone(call);
    };
    thread.afterCalls(this, begin);
    if (!isBegun && Number.isFinite(withinMs)) this.clientHost.schedule(withinMs, begin);
  }

  /** Interrupts every call that waits now, as Thread.interrupt() does. */
  interruptAll(): void {
    for (const interrupt of Array.from(this.interrupts)) interrupt();
  }

  wait(queue: CallQueue, { timeoutMs, subscribe }: Waiting): void {
    const { thread } = queue;
    let reason: Wake | null = null;
    let timer: Timer | null = null;
    const resume = (): void => {
      unsubscribe();
      thread.advance(queue, reason!);
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

  afterUserCode(task: () => void): void {
    this.clientHost.userVisible();
    this.ioThread().runBeforeNextTurn(task);
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
