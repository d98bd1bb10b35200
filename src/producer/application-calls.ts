/**
 * Calls in which Java would block the application's thread, as generators that yield where Java waits.
 *
 * Owns: waking them (when the I/O thread waits next, as Java's threads run), their timeouts, interrupting them, and the
 * line of sends to one topic: a send that waits is not overtaken by a later one.
 * Refuses to know: what they wait for.
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

interface Line {
  /** The call that is under way first, then those behind it. */
  readonly calls: BlockingCall[];
}

export class ApplicationCalls {
  private readonly world: World;
  private readonly ioThread: () => IoThread;
  /** By topic. */
  private readonly lines = new Map<string, Line>();
  /** Calls under way that stand in no line. */
  private alone = 0;
  private readonly interrupts = new Set<() => void>();
  private readonly idleWatchers: (() => void)[] = [];

  constructor(world: World, ioThread: () => IoThread) {
    this.world = world;
    this.ioThread = ioThread;
  }

  /** A send to this topic waits. */
  isBlocked(topic: string): boolean {
    return this.lines.size > 0 && this.lines.has(topic);
  }

  get waitingCount(): number {
    let count = this.alone;
    for (const { calls } of this.lines.values()) count += calls.length;
    return count;
  }

  /** Puts a call in its topic's line; it starts now if the line is empty. */
  run(topic: string, call: BlockingCall): void {
    const line = this.lines.get(topic);
    if (line !== undefined) {
      line.calls.push(call);
      return;
    }
    this.lines.set(topic, { calls: [call] });
    this.advance(topic, call, 'signalled');
  }

  /** Runs a call that stands in no line: sends do not wait for it. */
  runAlone(call: BlockingCall): void {
    this.alone++;
    this.advance(null, call, 'signalled');
  }

  /** Calls `task` once no send waits any more. */
  whenIdle(task: () => void): void {
    if (this.lines.size === 0) task();
    else this.idleWatchers.push(task);
  }

  /** Interrupts every call that waits now, as Thread.interrupt() does. */
  interruptAll(): void {
    for (const interrupt of Array.from(this.interrupts)) interrupt();
  }

  private advance(topic: string | null, call: BlockingCall, wake: Wake): void {
    const { value: waiting, done } = call.next(wake);
    if (done !== true) {
      this.wait(topic, call, waiting);
      return;
    }
    if (topic === null) {
      this.alone--;
      return;
    }
    const line = this.lines.get(topic);
    line?.calls.shift();
    const next = line?.calls[0];
    if (next !== undefined) {
      this.advance(topic, next, 'signalled');
      return;
    }
    this.lines.delete(topic);
    if (this.lines.size === 0) for (const task of this.idleWatchers.splice(0)) task();
  }

  private wait(topic: string | null, call: BlockingCall, { timeoutMs, subscribe }: Waiting): void {
    // Java would not let go of its thread either.
    if (timeoutMs <= 0) {
      this.advance(topic, call, 'timed out');
      return;
    }
    let isOver = false;
    let timer: Timer | null = null;
    const resume = (wake: Wake): void => {
      if (isOver) return;
      isOver = true;
      timer?.cancel();
      unsubscribe();
      this.interrupts.delete(interrupt);
      const go = (): void => this.advance(topic, call, wake);
      if (wake === 'signalled') this.ioThread().resumeApplication(go);
      else go();
    };
    const interrupt = (): void => resume('interrupted');
    const unsubscribe = subscribe(() => resume('signalled'));
    this.interrupts.add(interrupt);
    if (Number.isFinite(timeoutMs)) timer = this.world.schedule(timeoutMs, () => resume('timed out'));
  }
}
