/**
 * What a client needs from outside: the time, a timer, a draw, a connection, and a place for its log lines.
 *
 * Owns: the interface. The simulation fits it; a real clock and a real socket can fit it later.
 * Refuses to know: what a simulation is.
 */
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';

export interface ClientHost {
  /** The current time in ms since the epoch. Never goes back. */
  now(): number;
  /**
   * Runs `task` once, `delayMs` from now, after everything already due at that instant; 0 means this instant, but never
   * inside this call. A `background` timer is housekeeping: it does not count as something the program waits for.
   */
  schedule(delayMs: number, task: () => void, background?: boolean): Timer;
  /** Returns a timer, not set yet, that runs `task` whenever it is set. */
  alarm(task: () => void): Alarm;
  /**
   * How late a wait of `waitMs` in poll() ends when nothing cuts it short, in ms: 0 on an ideal clock. Operating systems
   * allow themselves some slack, and Java's strict comparisons of times live on it: a request that is exactly
   * request.timeout.ms old has not timed out yet.
   */
  pollSlackMs(waitMs: number): number;
  /** Opens a connection. Answers come later, through the listener, never inside this call. */
  connect(host: string, port: number, clientId: string, listener: ConnectionListener): Connection;
  /** A whole number from 0 to bound - 1, each as likely. `purpose` says what it decides. */
  nextInt(bound: number, purpose: DrawPurpose): number;
  /** Takes a log line. */
  log(line: LogLine): void;
  /** Tells the world that something user code can see has settled or that a callback ran: it may want to run now. */
  userVisible(): void;
  /** Tells the world that user code waits for something that has not settled yet. */
  userWaits(): void;
  /** Whether nothing else is to happen at this instant: no event is due, and user code has nothing to do. */
  isQuiet(): boolean;
}

/** What a client leaves to chance. */
export type DrawPurpose = 'partition' | 'connection jitter' | 'least loaded node';

export interface Timer {
  cancel(): void;
}

/** A timer for what is put off again and again. */
export interface Alarm extends Timer {
  /** Runs the task once, `delayMs` from now, as `schedule` does. What it was set to before is forgotten. */
  set(delayMs: number, background?: boolean): void;
}

export interface Connection {
  /** Puts a request on the wire; requests of a connection arrive in order. */
  send(request: RequestEnvelope): void;
  close(): void;
}

export interface ConnectionListener {
  connected(): void;
  /** Nobody listens there, or the host does not resolve. */
  refused(): void;
  received(response: ResponseEnvelope): void;
  /** The other side, or the network, ended the connection. Not called after our own close(). */
  disconnected(): void;
}

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export interface LogLine {
  readonly timeMs: number;
  /** As Java names it: `main`, or `kafka-producer-network-thread | producer-1`. */
  readonly thread: string;
  readonly level: LogLevel;
  /** Java's full class name, e.g. `org.apache.kafka.clients.NetworkClient`. */
  readonly logger: string;
  readonly message: string;
  /** The exception whose stack trace Java would print below the line. */
  readonly error?: Error;
}
