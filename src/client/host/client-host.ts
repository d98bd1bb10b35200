/**
 * What a client needs from outside: the time, timers, random numbers, connections, and a destination for its log lines. A
 * simulation implements it, and so can a real clock with real sockets.
 */
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';

export interface ClientHost {
  /** The current time in ms since the epoch. It never goes back. */
  now(): number;
  /**
   * Runs `task` once, `delayMs` from now, after all that is due at that instant already. With 0 it runs at this instant, but
   * never inside this call.
   *
   * @param background whether the timer is housekeeping, which does not count as something that the program waits for
   */
  schedule(delayMs: number, task: () => void, background?: boolean): Timer;
  /** @returns a timer that is not set yet, and runs `task` each time it is set */
  alarm(task: () => void): Alarm;
  /**
   * How many ms too late a wait of `waitMs` in poll() ends when nothing cuts it short: 0 on an ideal clock. Operating systems
   * end waits a little late, and Java's comparisons rely on it: a request that is exactly request.timeout.ms old has not
   * timed out yet.
   */
  pollSlackMs(waitMs: number): number;
  /** Opens a connection. The listener is called later, never inside this call. */
  connect(host: string, port: number, clientId: string, listener: ConnectionListener): Connection;
  /** A random whole number from 0 to bound - 1, uniformly distributed. @param purpose what it decides */
  nextInt(bound: number, purpose: DrawPurpose): number;
  log(line: LogLine): void;
  /**
   * Notes that code of the user (a callback, an interceptor, a listener) has thrown something that reaches no caller, since
   * Java's client only logs it.
   *
   * @param place what threw, as a phrase: `the callback of a send to payments-0`
   */
  userCodeThrew(thrown: unknown, place: string): void;
  /** Notes that user code may want to run, since something it can observe has settled, or one of its callbacks ran. */
  userVisible(): void;
  /** Notes that user code waits for something that has not settled yet. */
  userWaits(): void;
  /** Whether nothing else can happen at this instant: no event is due, and user code has nothing to do. */
  isQuiet(): boolean;
}

/** The random decisions of a client. */
export type DrawPurpose = 'partition' | 'connection jitter' | 'retry jitter' | 'least loaded node';

export interface Timer {
  cancel(): void;
}

/** A timer that can be set again and again. */
export interface Alarm extends Timer {
  /** Runs the task once, `delayMs` from now, as `schedule` does; replaces an earlier setting. */
  set(delayMs: number, background?: boolean): void;
}

export interface Connection {
  /** Puts a request on the wire. The requests of a connection arrive in order. */
  send(request: RequestEnvelope): void;
  close(): void;
}

export interface ConnectionListener {
  connected(): void;
  /** No broker listens at the address, or the host name does not resolve. */
  refused(): void;
  received(response: ResponseEnvelope): void;
  /** The broker or the network has ended the connection. Not called after `close`. */
  disconnected(): void;
}

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** One line of a client's log. */
export interface LogLine {
  /** In ms since the epoch. */
  readonly timeMs: number;
  /** Java's name of the thread: `main`, or `kafka-producer-network-thread | producer-1`. */
  readonly thread: string;
  readonly level: LogLevel;
  /** Java's full class name of the logger, for example `org.apache.kafka.clients.NetworkClient`. */
  readonly logger: string;
  readonly message: string;
  /**
   * Whether the message lists all values of a client's configuration (`ProducerConfig values:`), in some ninety lines. It is
   * made when it is read, and is not in the trace.
   */
  readonly isConfiguration?: boolean;
  /** The exception that Java prints below the line. */
  readonly error?: Error;
}
