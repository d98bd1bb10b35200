/**
 * Asks the leader of a partition for its first or last offset (ListOffsets), for default.api.timeout.ms at most.
 */
import type { CallRunner, Target } from '../client/call-runner.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { ClusterView } from '../client/metadata/cluster-view.ts';
import type { TopicsMetadata } from '../client/metadata/topics-metadata.ts';
import { EARLIEST_TIMESTAMP, LATEST_TIMESTAMP } from '../protocol/apis/list-offsets.ts';
import { partitionName, type TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { exceptionFor, TimeoutException } from '../protocol/errors/exceptions.ts';
import type { IsolationLevel } from '../protocol/messages.ts';
import type { OffsetReset } from './positions.ts';

export interface OffsetLookupConfig {
  readonly isolationLevel: IsolationLevel;
  readonly defaultApiTimeoutMs: number;
}

export class OffsetLookup {
  private readonly config: OffsetLookupConfig;
  private readonly clientHost: ClientHost;
  private readonly metadata: TopicsMetadata;
  private readonly runner: CallRunner;

  constructor(config: OffsetLookupConfig, clientHost: ClientHost, metadata: TopicsMetadata, runner: CallRunner) {
    this.config = config;
    this.clientHost = clientHost;
    this.metadata = metadata;
    this.runner = runner;
  }

  /** The offsets of several partitions, by `topic-partition`. */
  async all(partitions: readonly TopicPartition[], at: OffsetReset): Promise<Map<string, number>> {
    const timeoutText = (elapsedMs: number): string => `Failed to get offsets by times in ${elapsedMs}ms`;
    const offsets = await Promise.all(partitions.map((partition) => this.get(partition, at, timeoutText)));
    return new Map(partitions.map((partition, index) => [partitionName(partition), offsets[index]!]));
  }

  /** @param timeoutText the message of the TimeoutException after default.api.timeout.ms */
  get(partition: TopicPartition, at: OffsetReset, timeoutText: (elapsedMs: number) => string): Promise<number> {
    const startMs = this.clientHost.now();
    return new Promise((resolve, reject) => {
      const found = (offset: number): void => {
        resolve(offset);
        this.clientHost.userVisible();
      };
      const failed = (error: Error): void => {
        const elapsedMs = this.clientHost.now() - startMs;
        const isLate = error instanceof TimeoutException && elapsedMs >= this.config.defaultApiTimeoutMs;
        reject(isLate ? new TimeoutException(timeoutText(elapsedMs)) : error);
        this.clientHost.userVisible();
      };
      this.request(partition, at, found, failed);
    });
  }

  request(
    { topic, partition }: TopicPartition,
    at: OffsetReset,
    onOffset: (offset: number) => void,
    onFailure: (error: Error) => void,
  ): void {
    this.metadata.add([topic]);
    const { isolationLevel, defaultApiTimeoutMs } = this.config;
    const timestampMs = at === 'earliest' ? EARLIEST_TIMESTAMP : LATEST_TIMESTAMP;
    this.runner.submit({
      name: 'listOffsets',
      deadlineMs: this.clientHost.now() + defaultApiTimeoutMs,
      target: (cluster) => leaderOf(cluster, topic, partition),
      request: () => ({
        api: 'ListOffsets',
        replicaId: -1,
        isolationLevel,
        partitions: [{ topic, partition, currentLeaderEpoch: -1, timestampMs }],
      }),
      onResponse: (response) => {
        const answer = response.api === 'ListOffsets' ? response.partitions[0] : undefined;
        if (answer === undefined)
          throw new TimeoutException(`No offset for ${partitionName({ topic, partition })} in the response`);
        if (answer.error !== 'NONE') throw exceptionFor(answer.error);
        onOffset(answer.offset);
      },
      onFailure,
      hasConstantBackoff: true,
    });
  }
}

function leaderOf(cluster: ClusterView, topic: string, partition: number): Target | null {
  const leader = cluster.leaderForIndex(topic, partition);
  return leader === null ? null : { nodeId: leader.id };
}
