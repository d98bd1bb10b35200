/**
 * The producer's I/O thread: runs the sender (its body), which yields wherever Java's thread would wait, in turns that are
 * events of the host's clock. When the thread waits, threads of the application may run, as Java's do.
 */
import type { Alarm, ClientHost } from '../../client/host/client-host.ts';
import { CallingThread, CurrentThread } from './calling-thread.ts';
import {
  checkMove,
  DONE,
  DUE,
  DUE_IN_BACKGROUND,
  type IoThreadState,
  NEW,
  POLLING,
  RUNNING,
  SLEEPING,
  STOPPED,
} from './io-thread-state.ts';
import { Repetitions } from './repetitions.ts';

/** A wait that nothing can cut short, as Java's Thread.sleep(). */
export class Sleep {
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

/** A wait for the end of the calls that a callback has made on the I/O thread. */
export const STOP: unique symbol = Symbol('a call in a callback');

/** A wait in poll(), in ms (negative: there is work to do, so do not wait at all), a sleep, or a stop. */
export type ThreadWait = number | Sleep | typeof STOP;
/** A part of the thread's work that waits. */
export type Waits = Generator<ThreadWait, void, void>;
export type ThreadBody = Iterator<ThreadWait, void, void>;

/**
 * Java's thread spins while poll() must not wait and finds nothing to do. Ours takes a few turns at each instant, since one
 * turn may act on what another has found, and then lets a millisecond pass.
 */
const SPINS_AT_ONE_INSTANT = 4;
const SPIN_PAUSE_MS = 1;
/** Turns that Java's thread took in such a millisecond when the golden traces were recorded. Only metrics show them. */
const TURNS_PER_SPIN_PAUSE = 102;

export interface IoThreadOptions {
  readonly clientHost: ClientHost;
  readonly body: () => ThreadBody;
  /** Whether the program waits for the producer; if not, its turns are housekeeping. */
  readonly hasWork: () => boolean;
  /** Called when a millisecond of spinning is skipped, in which Java's thread would have taken `turns` more turns. */
  readonly onTurnsSkipped?: (turns: number) => void;
  /** Called when the body has ended, before threads of the application that its last turn woke run. */
  readonly onEnd?: () => void;
  /** The thread as the caller of what its callbacks call. */
  readonly calls?: CallingThread;
  readonly current?: CurrentThread;
}

export class IoThread {
  private readonly clientHost: ClientHost;
  private readonly body: ThreadBody;
  private readonly hasWork: () => boolean;
  private readonly onTurnsSkipped: (turns: number) => void;
  private readonly onEnd: () => void;
  private readonly calls: CallingThread;
  private readonly current: CurrentThread;
  /** Runs the next turn. */
  private readonly nextTurn: Alarm;
  /** Ends a wait in poll() or a sleep. */
  private readonly waitEnd: Alarm;
  private state: IoThreadState = NEW;
  /** Whether wake() was called during a turn: the next poll() must not wait. */
  private isWoken = false;
  /** How many threads of the application are to run before the next turn. */
  private holds = 0;
  /** Threads of the application that go on when the current turn has ended. */
  private applicationTasks: (() => void)[] = [];
  private readonly spins: Repetitions;
  private readonly exitListeners = new Set<() => void>();

  constructor(options: IoThreadOptions) {
    this.clientHost = options.clientHost;
    this.body = options.body();
    this.hasWork = options.hasWork;
    this.onTurnsSkipped = options.onTurnsSkipped ?? ((): void => {});
    this.onEnd = options.onEnd ?? ((): void => {});
    this.calls = options.calls ?? new CallingThread({ rank: Number.POSITIVE_INFINITY, isIoThread: true });
    this.calls.onIdle = () => this.callsAreOver();
    this.current = options.current ?? new CurrentThread();
    this.spins = new Repetitions(options.clientHost);
    this.nextTurn = this.clientHost.alarm(() => this.turn());
    this.waitEnd = this.clientHost.alarm(() => this.becomeDue());
    this.becomeDue();
  }

  /** Whether the caller is the I/O thread itself, which runs callbacks. */
  get isCurrent(): boolean {
    return this.current.thread === this.calls;
  }

  get isDone(): boolean {
    return this.state === DONE;
  }

  /** Ends the wait in poll(), or prevents the next one. */
  wake(): void {
    if (this.state === DONE || this.state === SLEEPING) return;
    if (this.state === RUNNING || this.state === STOPPED) this.isWoken = true;
    else this.becomeDue();
  }

  /** Runs `task`, with which a thread of the application goes on, as soon as the I/O thread waits. */
  resumeApplication(task: () => void): void {
    if (this.state === RUNNING) this.applicationTasks.push(task);
    else this.runBeforeNextTurn(task);
  }

  /** Runs `task` in an event of its own at this instant; the I/O thread takes no turn before that. */
  runBeforeNextTurn(task: () => void): void {
    this.holds++;
    this.clientHost.schedule(0, () => {
      this.holds--;
      task();
    });
  }

  /**
   * Calls `task` when the thread has ended, or now if it has.
   *
   * @returns a function that undoes the registration
   */
  onExit(task: () => void): () => void {
    if (this.state === DONE) task();
    else this.exitListeners.add(task);
    return () => void this.exitListeners.delete(task);
  }

  private moveTo(target: IoThreadState): void {
    checkMove(this.state, target);
    this.state = target;
  }

  /** Makes the next turn due at this instant. A turn that is due in the background moves to the front if there is work. */
  private becomeDue(): void {
    if (this.state === DUE) return;
    const target = this.hasWork() ? DUE : DUE_IN_BACKGROUND;
    if (this.state !== target) this.scheduleTurn(target);
  }

  private scheduleTurn(target: IoThreadState): void {
    this.moveTo(target);
    this.waitEnd.cancel();
    this.nextTurn.set(0, target === DUE_IN_BACKGROUND);
  }

  private scheduleWaitEnd(waitMs: number): void {
    const isSleeping = this.state === SLEEPING;
    // What arrives exactly at the deadline of a poll is read by that poll.
    const untilMs = waitMs + (isSleeping ? 0 : this.clientHost.pollSlackMs(waitMs));
    // A sleeping thread does not notice new work, so that the program may have to wait for the end of the sleep.
    const isBackground = !isSleeping && !this.hasWork();
    this.waitEnd.set(untilMs, isBackground);
  }

  /** The calls of the callback are over: the rest of the turn is due. */
  private callsAreOver(): void {
    if (this.state === STOPPED) this.scheduleTurn(DUE);
  }

  private turn(): void {
    if (this.holds > 0) {
      this.scheduleTurn(this.hasWork() ? DUE : DUE_IN_BACKGROUND);
      return;
    }
    do {
      const waitMs = this.runToNextWait();
      if (this.isDone) {
        this.finish();
        return;
      }
      if (this.applicationTasks.length > 0) this.runApplication();
      // The application may have woken the thread, or a callback has stopped it.
      if (this.state !== POLLING && this.state !== SLEEPING) return;
      const spins = this.countSpins(waitMs);
      const mustWait = waitMs > 0 && !this.isWoken;
      this.isWoken = false;
      if (mustWait || spins > SPINS_AT_ONE_INSTANT) {
        if (!mustWait) this.onTurnsSkipped(TURNS_PER_SPIN_PAUSE - spins);
        this.scheduleWaitEnd(mustWait ? waitMs : SPIN_PAUSE_MS);
        return;
      }
      // The next turn is due at this instant. If nothing else can happen before it, it may as well run now.
    } while (this.clientHost.isQuiet());
    this.becomeDue();
  }

  /** How many turns in a row, at this instant, have neither waited, nor been woken, nor had anything to do. */
  private countSpins(waitMs: number): number {
    if (waitMs === 0 && !this.isWoken) return this.spins.again();
    this.spins.reset();
    return 0;
  }

  /** @returns how long the thread is to wait, in ms */
  private runToNextWait(): number {
    this.moveTo(RUNNING);
    const { value: wait, done } = this.runBody();
    if (done === true) {
      this.moveTo(DONE);
      return 0;
    }
    if (typeof wait === 'number') {
      this.moveTo(POLLING);
      return wait;
    }
    if (wait === STOP) {
      this.moveTo(STOPPED);
      return Number.POSITIVE_INFINITY;
    }
    this.moveTo(SLEEPING);
    return wait.ms;
  }

  private runBody(): IteratorResult<ThreadWait, void> {
    const { current } = this;
    const caller = current.thread;
    current.thread = this.calls;
    try {
      return this.body.next();
    } finally {
      current.thread = caller;
    }
  }

  private runApplication(): void {
    const tasks = this.applicationTasks;
    this.applicationTasks = [];
    for (const task of tasks) task();
  }

  private finish(): void {
    this.onEnd();
    for (const task of Array.from(this.exitListeners)) task();
    this.runApplication();
  }
}
