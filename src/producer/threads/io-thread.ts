/**
 * The producer's I/O thread: an iterator that yields wherever Java's thread would wait, driven by the world's timer.
 *
 * Owns: when the thread runs next; a wait in poll ends early when something can be read or somebody calls wakeup, a
 * sleep does not. At each wait the application gets its turn, as Java's threads do.
 * Refuses to know: what the thread does between two waits.
 */
import type { Alarm, ClientHost } from '../../client/host/client-host.ts';

/** ms to wait at most; negative: not at all, since there is something to do. */
export type Waits = Generator<number, void, void>;
/** The same, from wherever they come. */
export type ThreadBody = Iterator<number, void, void>;

/**
 * Java's thread spins while a poll may not wait and brings nothing. Ours looks a few times at each instant (what one turn
 * finds out, the next may act on) and then lets a millisecond pass.
 */
const SPINS_AT_ONE_INSTANT = 4;
const SPIN_PAUSE_MS = 1;
/** What Java's thread did in such a millisecond where the golden traces were recorded; only metrics tell. */
const TURNS_PER_SPIN_PAUSE = 102;

export interface IoThreadOptions {
  readonly clientHost: ClientHost;
  readonly body: () => ThreadBody;
  /** Whether anybody waits for the producer: its waits are housekeeping otherwise. */
  readonly hasWork: () => boolean;
  /** A millisecond of spinning is skipped, in which Java's thread would have taken so many more turns like the last one. */
  readonly onTurnsSkipped?: (turns: number) => void;
  /** The body is over; whom its last steps woke has not run yet. */
  readonly onEnd?: () => void;
}

export class IoThread {
  private readonly clientHost: ClientHost;
  private readonly thread: ThreadBody;
  private readonly hasWork: () => boolean;
  private readonly onTurnsSkipped: (turns: number) => void;
  /** Runs the next turn. */
  private readonly nextTurn: Alarm;
  /** Ends the wait in poll, or the sleep. */
  private readonly waitEnd: Alarm;
  private readonly onEnd: () => void;
  private isDue = false;
  private isDueInBackground = false;
  private isWoken = false;
  private isRunning = false;
  /** Set by the body around a wait that nothing may cut short. */
  isSleeping = false;
  isDone = false;
  /** Turns in a row, at one instant, that neither waited, nor were woken, nor had anything to do. */
  private spins = 0;
  private spinningAtMs = Number.NEGATIVE_INFINITY;
  private applicationTurn: (() => void)[] = [];
  /** A thread of the application is to run first. */
  private isHeld = false;
  private readonly atExit = new Set<() => void>();

  constructor(options: IoThreadOptions) {
    this.clientHost = options.clientHost;
    this.thread = options.body();
    this.hasWork = options.hasWork;
    this.onTurnsSkipped = options.onTurnsSkipped ?? ((): void => {});
    this.nextTurn = this.clientHost.alarm(() => this.turn());
    this.waitEnd = this.clientHost.alarm(() => this.scheduleNow());
    this.onEnd = options.onEnd ?? ((): void => {});
    this.scheduleNow();
  }

  /** True inside a callback: the caller is the I/O thread itself. */
  get isCurrent(): boolean {
    return this.isRunning;
  }

  /** The wait in poll under way may end now. */
  wake(): void {
    if (this.isDone || this.isSleeping) return;
    if (this.isRunning) this.isWoken = true;
    else this.scheduleNow();
  }

  /** Runs `task`, the continuation of an application thread, when the I/O thread waits next. */
  resumeApplication(task: () => void): void {
    if (this.isRunning) this.applicationTurn.push(task);
    else this.runBeforeNextTurn(task);
  }

  /** Runs `task` soon at this instant, when what goes on now is over; the I/O thread waits for it. */
  runBeforeNextTurn(task: () => void): void {
    this.isHeld = true;
    this.clientHost.schedule(0, () => {
      this.isHeld = false;
      task();
    });
  }

  /** Calls `task` when the thread has ended. Returns the undo. */
  onExit(task: () => void): () => void {
    if (this.isDone) task();
    else this.atExit.add(task);
    return () => void this.atExit.delete(task);
  }

  private scheduleNow(): void {
    if (this.isDue && !this.isDueInBackground) return;
    const isBackground = !this.hasWork();
    // A turn that is due as housekeeping becomes one that somebody waits for, once there is work.
    if (this.isDue && this.isDueInBackground === isBackground) return;
    this.waitEnd.cancel();
    this.isDue = true;
    this.isDueInBackground = isBackground;
    this.nextTurn.set(0, isBackground);
  }

  private scheduleIn(waitMs: number): void {
    // What arrives at the very deadline is read by the poll that ends there.
    const untilMs = waitMs + (this.isSleeping ? 0 : this.clientHost.pollSlackMs(waitMs));
    // A sleeper does not hear of work that comes meanwhile: whoever brings it has to be able to wait for the end of the sleep.
    const isBackground = !this.isSleeping && !this.hasWork();
    this.waitEnd.set(untilMs, isBackground);
  }

  private turn(): void {
    this.isDue = false;
    if (this.isHeld) {
      this.scheduleNow();
      return;
    }
    do {
      const waitMs = this.runToNextWait();
      if (this.isDone) {
        this.finish();
        return;
      }
      if (this.applicationTurn.length > 0) this.letApplicationRun();
      if (this.isDue) return;
      this.countSpin(waitMs === 0 && !this.isWoken);
      const mustWait = waitMs > 0 && !this.isWoken;
      this.isWoken = false;
      if (mustWait || this.spins > SPINS_AT_ONE_INSTANT) {
        if (!mustWait) this.onTurnsSkipped(TURNS_PER_SPIN_PAUSE - this.spins);
        this.scheduleIn(mustWait ? waitMs : SPIN_PAUSE_MS);
        return;
      }
      // The next turn is due at this instant: if nothing can come between, it may as well be now.
    } while (this.clientHost.isQuiet());
    this.scheduleNow();
  }

  private countSpin(isSpin: boolean): void {
    const nowMs = this.clientHost.now();
    this.spins = isSpin ? (nowMs === this.spinningAtMs ? this.spins + 1 : 1) : 0;
    this.spinningAtMs = nowMs;
  }

  private runToNextWait(): number {
    this.isRunning = true;
    const { value: waitMs, done } = this.thread.next();
    this.isRunning = false;
    if (done !== true) return waitMs;
    this.isDone = true;
    return 0;
  }

  private letApplicationRun(): void {
    const tasks = this.applicationTurn;
    this.applicationTurn = [];
    for (const task of tasks) task();
  }

  private finish(): void {
    this.onEnd();
    for (const task of Array.from(this.atExit)) task();
    this.letApplicationRun();
  }
}
