/**
 * Commits what a consumer has read every auto.commit.interval.ms while the program polls, and before each rebalance
 * (ConsumerCoordinator.maybeAutoCommitOffsetsAsync).
 */
import type { ClientHost, Timer } from '../../client/host/client-host.ts';
import { RetriableException } from '../../protocol/errors/exceptions.ts';
import type { OffsetsOfGroup, PartitionOffset } from './offsets-of-group.ts';

export interface AutoCommitConfig {
  readonly enableAutoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly retryBackoffMs: number;
}

export interface AutoCommitOwner {
  /** What is to be committed. */
  readonly consumed: () => readonly PartitionOffset[];
  /** The time has come during a poll(). */
  readonly due: () => void;
}

export class AutoCommit {
  private readonly config: AutoCommitConfig;
  private readonly clientHost: ClientHost;
  private readonly offsets: OffsetsOfGroup;
  private readonly owner: AutoCommitOwner;
  private nextMs = 0;
  private timer: Timer | undefined;

  constructor(config: AutoCommitConfig, clientHost: ClientHost, offsets: OffsetsOfGroup, owner: AutoCommitOwner) {
    this.config = config;
    this.clientHost = clientHost;
    this.offsets = offsets;
    this.owner = owner;
    this.restart();
  }

  /** The interval begins now. */
  restart(): void {
    this.nextMs = this.clientHost.now() + this.config.autoCommitIntervalMs;
  }

  /** The program polls: commits if the time has come. */
  poll(): void {
    if (!this.config.enableAutoCommit) return;
    if (this.clientHost.now() >= this.nextMs) {
      this.restart();
      this.offsets.commitOnce(this.owner.consumed(), (error) => {
        if (error instanceof RetriableException) this.nextMs = this.clientHost.now() + this.config.retryBackoffMs;
      });
    }
    const due = (): void => {
      this.timer = undefined;
      this.owner.due();
    };
    this.timer ??= this.clientHost.schedule(this.nextMs - this.clientHost.now(), due, true);
  }

  pollEnds(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  /** A rebalance waits for the commit, but not for longer than the other members do. */
  async beforeRebalance(): Promise<void> {
    const { enableAutoCommit, maxPollIntervalMs } = this.config;
    if (enableAutoCommit) await this.offsets.commit(this.owner.consumed(), maxPollIntervalMs).catch(() => undefined);
  }
}
