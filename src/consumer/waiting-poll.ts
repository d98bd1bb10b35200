/**
 * The poll() that waits for records: at most one at a time.
 */
import type { ClientHost, Timer } from '../client/host/client-host.ts';
import { IllegalStateException } from '../protocol/errors/exceptions.ts';
import { type ConsumerRecord, ConsumerRecords } from './consumer-record.ts';

interface Waiting<K, V> {
  readonly resolve: (records: ConsumerRecords<K, V>) => void;
  readonly reject: (error: Error) => void;
  /** `null`: the poll waits without a limit. */
  readonly timer: Timer | null;
}

export class WaitingPoll<K, V> {
  private readonly clientHost: ClientHost;
  private readonly onEnd: () => void;
  private waiting: Waiting<K, V> | null = null;

  /** @param onEnd called when a poll has ended */
  constructor(clientHost: ClientHost, onEnd: () => void) {
    this.clientHost = clientHost;
    this.onEnd = onEnd;
  }

  get isWaiting(): boolean {
    return this.waiting !== null;
  }

  /** @throws IllegalStateException if a poll() waits already */
  failIfWaiting(): void {
    if (this.isWaiting) throw new IllegalStateException('KafkaConsumer is not safe for multi-threaded access.');
  }

  /**
   * Begins a poll, which resolves without records after `timeoutMs`.
   *
   * @param timeoutMs Infinity: without a limit
   * @param onStart called once the poll waits
   */
  start(timeoutMs: number, onStart: () => void): Promise<ConsumerRecords<K, V>> {
    return new Promise((resolve, reject) => {
      const timer = Number.isFinite(timeoutMs) ? this.clientHost.schedule(timeoutMs, () => this.finish([])) : null;
      this.waiting = { resolve, reject, timer };
      onStart();
    });
  }

  finish(records: readonly ConsumerRecord<K, V>[]): void {
    const waiting = this.end();
    if (waiting === null) return;
    waiting.resolve(new ConsumerRecords(records));
    this.clientHost.userVisible();
  }

  fail(error: Error): void {
    const waiting = this.end();
    if (waiting === null) return;
    waiting.reject(error);
    this.clientHost.userVisible();
  }

  private end(): Waiting<K, V> | null {
    const { waiting } = this;
    this.waiting = null;
    waiting?.timer?.cancel();
    if (waiting !== null) this.onEnd();
    return waiting;
  }
}
