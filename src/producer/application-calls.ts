/**
 * Calls in which Java would block the application's thread, as generators that yield where Java waits.
 *
 * Owns: waking them (when the I/O thread waits next, as Java's threads run), their timeouts, interrupting them, and the
 * lines they stand in: a call that waits is not overtaken by a later one behind it.
 * Refuses to know: what they wait for.
 *
 * A program that names no threads has a line for each topic it sends to. A thread with a name has one line for all.
 */
import type { IoThread } from './sender/io-thread.ts';
import type { Timer, World } from './world.ts';

/** Why a waiting call goes on. */
export type Wake = 'signalled' | 'timed out' | 'interrupted';

/** What a call waits for: a time limit, and somewhere to leave its wake-up call; `subscribe` returns the undo. */
export interface Waiting {
  readonly timeoutMs: number;
  readonly subscribe: (signal: () => void) => () => void;
}

export type BlockingCall = Generator<Waiting, void, Wake>;

interface ApplicationThread {
  /** `null`: the program names no threads. */
  readonly name: string | null;
  /** Of threads that may run at one instant, the lowest goes first. */
  readonly rank: number;
}

interface Line {
  readonly key: string;
  readonly thread: ApplicationThread;
  /** The call that is under way first, then those behind it. */
  readonly calls: BlockingCall[];
  /** The first call runs just now: what it leads to, in a callback say, does not stand behind it. */
  isRunning: boolean;
}

/** A call that may go on. */
interface Woken {
  readonly rank: number;
  readonly go: () => void;
}

const NAMELESS: ApplicationThread = { name: null, rank: -1 };

export class ApplicationCalls {
  private readonly world: World;
  private readonly ioThread: () => IoThread;
  private readonly threads = new Map<string, ApplicationThread>();
  /** Who is calling. */
  private thread = NAMELESS;
  /** By key. */
  private readonly lines = new Map<string, Line>();
  /** Calls under way that stand in no line. */
  private alone = 0;
  private woken: Woken[] = [];
  private readonly interrupts = new Set<() => void>();
  private idleWatchers: { readonly thread: ApplicationThread; readonly task: () => void }[] = [];

  constructor(world: World, ioThread: () => IoThread) {
    this.world = world;
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
    return this.lines.size > 0 && this.lineOf(topic) !== undefined;
  }

  get waitingCount(): number {
    let count = this.alone;
    for (const { calls } of this.lines.values()) count += calls.length;
    return count;
  }

  /** Puts a call in its line; it starts now if the line is empty. */
  run(topic: string, call: BlockingCall): void {
    const line = this.lineOf(topic);
    if (line !== undefined) {
      line.calls.push(call);
      return;
    }
    const { thread } = this;
    const begun: Line = { key: keyOf(thread, topic), thread, calls: [call], isRunning: false };
    this.lines.set(begun.key, begun);
    this.advance(begun, thread.rank, call, 'signalled');
  }

  /** Runs a call that stands in no line: sends do not wait for it. */
  runAlone(call: BlockingCall): void {
    this.alone++;
    this.advance(null, this.thread.rank, call, 'signalled');
  }

  /** Calls `task` once no send of the calling thread waits any more. */
  whenIdle(task: () => void): void {
    const { thread } = this;
    if (this.hasLine(thread)) this.idleWatchers.push({ thread, task });
    else task();
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

  private lineOf(topic: string): Line | undefined {
    const line = this.lines.get(keyOf(this.thread, topic));
    return line?.isRunning === true ? undefined : line;
  }

  private hasLine(thread: ApplicationThread): boolean {
    for (const line of this.lines.values()) if (line.thread === thread) return true;
    return false;
  }

  private advance(line: Line | null, rank: number, call: BlockingCall, wake: Wake): void {
    if (line !== null) line.isRunning = true;
    let step = call.next(wake);
    // Who may not wait at all has waited in vain before anybody else has run: max.block.ms is 0.
    while (step.done !== true && step.value.timeoutMs <= 0) step = call.next('timed out');
    if (line !== null) line.isRunning = false;
    if (step.done !== true) this.wait(line, rank, call, step.value);
    else if (line === null) this.alone--;
    else this.advanceLine(line);
  }

  private advanceLine(line: Line): void {
    line.calls.shift();
    const next = line.calls[0];
    if (next !== undefined) {
      this.advance(line, line.thread.rank, next, 'signalled');
      return;
    }
    if (this.lines.get(line.key) === line) this.lines.delete(line.key);
    if (this.idleWatchers.length === 0 || this.hasLine(line.thread)) return;
    const idle = this.idleWatchers.filter(({ thread }) => thread === line.thread);
    this.idleWatchers = this.idleWatchers.filter(({ thread }) => thread !== line.thread);
    for (const { thread, task } of idle) this.as(thread, task);
  }

  private wait(line: Line | null, rank: number, call: BlockingCall, { timeoutMs, subscribe }: Waiting): void {
    let why: Wake | null = null;
    let timer: Timer | null = null;
    const go = (): void => {
      unsubscribe();
      this.advance(line, rank, call, why!);
    };
    const resume = (wake: Wake): void => {
      // Its time is over, and before its turn comes it gets what it waits for.
      if (why === 'timed out' && wake === 'signalled') why = wake;
      if (why !== null) return;
      why = wake;
      timer?.cancel();
      this.interrupts.delete(interrupt);
      if (wake === 'interrupted') go();
      else this.wake({ rank, go });
    };
    const interrupt = (): void => resume('interrupted');
    const unsubscribe = subscribe(() => resume('signalled'));
    this.interrupts.add(interrupt);
    if (Number.isFinite(timeoutMs)) timer = this.world.schedule(Math.max(0, timeoutMs), () => resume('timed out'));
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

function keyOf({ name }: ApplicationThread, topic: string): string {
  return name === null ? topic : `thread ${name}`;
}
