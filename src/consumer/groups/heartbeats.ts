/**
 * When a member of a group sends heartbeats, and when it has been silent for too long (Heartbeat, AbstractCoordinator.HeartbeatThread).
 */
import type { RetryBackoff } from '../../client/backoff/retry-backoff.ts';
import type { ClientHost, Timer } from '../../client/host/client-host.ts';

export interface HeartbeatTimes {
  readonly heartbeatIntervalMs: number;
  readonly sessionTimeoutMs: number;
  readonly maxPollIntervalMs: number;
  readonly retryBackoff: RetryBackoff;
}

export interface HeartbeatListener {
  /** A heartbeat is due. It ends with `received` or `failed`. */
  send(): void;
  /** No heartbeat was answered within the session timeout. */
  sessionExpired(): void;
  /** The program has not called poll() for max.poll.interval.ms. */
  pollExpired(): void;
}

export class Heartbeats {
  private readonly clientHost: ClientHost;
  private readonly times: HeartbeatTimes;
  private readonly listener: HeartbeatListener;
  private next: Timer | undefined;
  private pollTimer: Timer | undefined;
  private sessionEndsMs = 0;
  private isRunning = false;
  /** In a row; only an answer ends them. */
  private failures = 0;

  constructor(clientHost: ClientHost, times: HeartbeatTimes, listener: HeartbeatListener) {
    this.clientHost = clientHost;
    this.times = times;
    this.listener = listener;
  }

  /** The member has joined: it sends heartbeats from now on. */
  start(): void {
    this.isRunning = true;
    this.renewSession();
    this.sendIn(this.times.heartbeatIntervalMs);
  }

  /** The member is about to join, or has left. */
  stop(): void {
    this.isRunning = false;
    this.next?.cancel();
    this.pollTimer?.cancel();
    this.pollTimer = undefined;
  }

  /** The answer to a heartbeat has come. */
  received(): void {
    this.failures = 0;
    this.renewSession();
    this.sendIn(this.times.heartbeatIntervalMs);
  }

  /** The session ends session.timeout.ms from now, unless the coordinator answers a heartbeat: also when it has just been found. */
  renewSession(): void {
    this.sessionEndsMs = this.clientHost.now() + this.times.sessionTimeoutMs;
  }

  failed(): void {
    this.sendIn(this.times.retryBackoff.delayMs(++this.failures));
  }

  /** The program waits in poll(). */
  pollBegins(): void {
    this.pollTimer?.cancel();
    this.pollTimer = undefined;
  }

  /** The program has got what poll() returns. */
  pollEnds(): void {
    this.pollTimer?.cancel();
    const expired = (): void => {
      if (this.isRunning) this.listener.pollExpired();
    };
    this.pollTimer = this.clientHost.schedule(this.times.maxPollIntervalMs, expired, true);
  }

  private sendIn(delayMs: number): void {
    this.next?.cancel();
    if (!this.isRunning) return;
    this.next = this.clientHost.schedule(
      delayMs,
      () => {
        if (this.clientHost.now() >= this.sessionEndsMs) this.listener.sessionExpired();
        this.listener.send();
      },
      true,
    );
  }
}
