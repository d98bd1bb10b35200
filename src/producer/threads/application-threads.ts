/**
 * Calls in which Java would block the application's thread, as generators that yield where Java waits.
 *
 * Owns: waking them (when the I/O thread waits next, as Java's threads run), their timeouts, interrupting them.
 * Refuses to know: what they wait for, and who stands behind whom (call-lines.ts).
 */

import type { ClientHost, Timer } from '../../client/host/client-host.ts';
import type { BlockingCall, Waiting, Wake } from './blocking-call.ts';
import { type ApplicationThread, CallLines, type Line } from './call-queues.ts';
import type { IoThread } from './io-thread.ts';

/** A call that may go on. */
interface Woken {
  readonly rank: number;
  readonly go: () => void;
}

const NAMELESS: ApplicationThread = { name: null, rank: -1 };

export class ApplicationCalls {
  private readonly clientHost: ClientHost;
  private readonly ioThread: () => IoThread;
  private readonly threads = new Map<string, ApplicationThread>();
  /** Who is calling. */
  private thread = NAMELESS;
  private readonly lines = new CallLines();
  /** Calls under way that stand in no line. */
  private alone = 0;
  private woken: Woken[] = [];
  private readonly interrupts = new Set<() => void>();
  private idleWatchers: { readonly thread: ApplicationThread; readonly task: () => void }[] = [];

  constructor(clientHost: ClientHost, ioThread: () => IoThread) {
    this.clientHost = clientHost;
    this.ioThread = ioThread;
  }

  /**
   * Runs `task`; the calls it makes are that thread's. A call of the thread that may go on by now does so first. Threads rank
   * in order of their first mention.
   */
  onThread<T>(name: string, task: () => T): T {
    let thread = this.threads.get(name);
    if (thread === undefined) {
      thread = { name, rank: this.threads.size };
      this.threads.set(name, thread);
    }
    this.letGoOn(thread.rank);
    return this.as(thread, task);
  }

  /** A send to this topic would stand behind another one. */
  isBlocked(topic: string): boolean {
    return !this.lines.isEmpty && this.lines.find(this.thread, topic) !== undefined;
  }

  get waitingCount(): number {
    return this.alone + this.lines.callCount;
  }

  /** Puts a call in its line; it starts now if the line is empty. */
  run(topic: string, call: BlockingCall): void {
    const { thread } = this;
    const line = this.lines.find(thread, topic);
    if (line === undefined) this.advance(this.lines.begin(thread, topic, call), thread, call, 'signalled');
    else line.calls.push(call);
  }

  /** Runs a call that stands in no line: sends do not wait for it. */
  runAlone(call: BlockingCall): void {
    this.alone++;
    this.advance(null, this.thread, call, 'signalled');
  }

  /** Calls `task` once no send of the calling thread waits any more. */
  whenIdle(task: () => void): void {
    const { thread } = this;
    if (this.lines.isIdle(thread)) task();
    else this.idleWatchers.push({ thread, task });
  }

  /**
   * What Java would do after the sends before it have returned, and the promise of its end.
   *
   * @param withinMs then it is done in any case
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
      const go = (): void => {
        if (isStarted) return;
        isStarted = true;
        start(resolved, rejected);
      };
      clientHost.userWaits();
      this.whenIdle(go);
      if (!isStarted && Number.isFinite(withinMs)) clientHost.schedule(withinMs, go);
    });
  }

  /** Interrupts every call that waits now, as Thread.interrupt() does. */
  interruptAll(): void {
    for (const interrupt of Array.from(this.interrupts)) interrupt();
  }

  private as<T>(thread: ApplicationThread, task: () => T): T {
    const caller = this.thread;
    this.thread = thread;
    try {
      return task();
    } finally {
      this.thread = caller;
    }
  }

  private advance(line: Line | null, thread: ApplicationThread, call: BlockingCall, wake: Wake): void {
    const caller = this.thread;
    this.thread = thread;
    if (line !== null) line.isRunning = true;
    let step = call.next(wake);
    // Who may not wait at all has waited in vain before anybody else has run: max.block.ms is 0.
    while (step.done !== true && step.value.timeoutMs <= 0) step = call.next('timed out');
    if (line !== null) line.isRunning = false;
    this.thread = caller;
    if (step.done !== true) this.wait(line, thread, call, step.value);
    else if (line === null) this.alone--;
    else this.advanceLine(line);
  }

  private advanceLine(line: Line): void {
    const { thread } = line;
    const next = this.lines.next(line);
    if (next !== null) this.advance(next, thread, next.calls[0]!, 'signalled');
    if (this.idleWatchers.length === 0 || !this.lines.isIdle(thread)) return;
    const idle = this.idleWatchers.filter((watcher) => watcher.thread === thread);
    this.idleWatchers = this.idleWatchers.filter((watcher) => watcher.thread !== thread);
    for (const { task } of idle) this.as(thread, task);
  }

  private wait(
    line: Line | null,
    thread: ApplicationThread,
    call: BlockingCall,
    { timeoutMs, subscribe }: Waiting,
  ): void {
    let why: Wake | null = null;
    let timer: Timer | null = null;
    const go = (): void => {
      unsubscribe();
      this.advance(line, thread, call, why!);
    };
    const resume = (wake: Wake): void => {
      // Its time is over, and before its turn comes it gets what it waits for.
      if (why === 'timed out' && wake === 'signalled') why = wake;
      if (why !== null) return;
      why = wake;
      timer?.cancel();
      this.interrupts.delete(interrupt);
      if (wake === 'interrupted') go();
      else this.wake({ rank: thread.rank, go });
    };
    const interrupt = (): void => resume('interrupted');
    const unsubscribe = subscribe(() => resume('signalled'));
    this.interrupts.add(interrupt);
    if (Number.isFinite(timeoutMs)) timer = this.clientHost.schedule(Math.max(0, timeoutMs), () => resume('timed out'));
  }

  private wake(woken: Woken): void {
    this.woken.push(woken);
    if (this.woken.length === 1) this.ioThread().resumeApplication(this.runWoken);
  }

  /** Lets one thread go on; the others come when it has done what it does at this instant. */
  private readonly runWoken = (): void => {
    const ranks = this.woken.map(({ rank }) => rank);
    const first = Math.min(...ranks);
    if (ranks.some((rank) => rank !== first)) this.ioThread().runBeforeNextTurn(this.runWoken);
    this.letGoOn(first);
  };

  private letGoOn(rank: number): void {
    const { woken } = this;
    if (woken.length === 0) return;
    this.woken = woken.filter((one) => one.rank !== rank);
    for (const one of woken) if (one.rank === rank) one.go();
  }
}
