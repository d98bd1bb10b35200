/**
 * Committing and reading the offsets of a group (ConsumerCoordinator.sendOffsetCommitRequest, sendOffsetFetchRequest).
 */
import type { RetryBackoff } from '../../client/backoff/retry-backoff.ts';
import type { ClientHost } from '../../client/host/client-host.ts';
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import {
  CommitFailedException,
  exceptionFor,
  KafkaException,
  RebalanceInProgressException,
  RetriableException,
  TimeoutException,
} from '../../protocol/errors/exceptions.ts';
import type { CoordinatorLink } from './coordinator-link.ts';
import type { Membership } from './membership.ts';
import { NO_GENERATION } from './membership-parts.ts';

/** An offset that a group has committed, or is to commit (Java's OffsetAndMetadata). */
export interface CommittedOffset {
  readonly offset: number;
  /** `null`: it was committed without one. */
  readonly leaderEpoch: number | null;
  readonly metadata: string;
}

/** An offset to commit, with its partition. */
export type PartitionOffset = TopicPartition & CommittedOffset;

export interface GroupOffsetsParts {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  readonly retryBackoffMs: number;
  readonly retryBackoff: RetryBackoff;
  readonly clientHost: ClientHost;
  readonly link: CoordinatorLink;
  readonly membership: Membership;
  /** Whether the partitions are assigned by the group. */
  readonly isSubscribed: () => boolean;
}

const NOT_A_MEMBER =
  'Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; ' +
  'it is likely that the consumer was kicked out of the group.';
const REBALANCING =
  'Offset commit cannot be completed since the consumer is undergoing a rebalance for auto partition assignment. ' +
  'You can try completing the rebalance by calling poll() and then retry the operation.';
const REBALANCED =
  'Commit cannot be completed since the group has already rebalanced and assigned the partitions to another member. ' +
  'This means that the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, ' +
  'which typically implies that the poll loop is spending too much time message processing. You can address this either ' +
  'by increasing max.poll.interval.ms or by reducing the maximum size of batches returned in poll() with max.poll.records.';
const REBALANCE_STARTED =
  'Offset commit cannot be completed since the consumer group is executing a rebalance at the moment. ' +
  'You can try completing the rebalance by calling poll() and then retry the operation.';

const COORDINATOR_LOST: readonly ErrorName[] = ['COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR', 'REQUEST_TIMED_OUT'];

export class OffsetsOfGroup {
  private readonly parts: GroupOffsetsParts;

  constructor(parts: GroupOffsetsParts) {
    this.parts = parts;
  }

  /** Tries once. @param onEnd gets the error, or `null` when the offsets are committed */
  commitOnce(offsets: readonly PartitionOffset[], onEnd: (error: Error | null) => void): void {
    if (offsets.length === 0) {
      onEnd(null);
      return;
    }
    const { membership, link, groupId, groupInstanceId } = this.parts;
    const isSubscribed = this.parts.isSubscribed();
    const generation = isSubscribed ? membership.stableGeneration : NO_GENERATION;
    if (generation === undefined) {
      const isRebalancing = membership.isRebalancing;
      onEnd(isRebalancing ? new RebalanceInProgressException(REBALANCING) : new CommitFailedException(NOT_A_MEMBER));
      return;
    }
    link.send<'OffsetCommit'>({
      request: {
        api: 'OffsetCommit',
        groupId,
        generationId: generation.generationId,
        memberId: generation.memberId,
        groupInstanceId: isSubscribed ? groupInstanceId : null,
        retentionTimeMs: -1,
        partitions: offsets.map(({ topic, partition, offset, leaderEpoch, metadata }) => ({
          topic,
          partition,
          committedOffset: offset,
          committedLeaderEpoch: leaderEpoch ?? -1,
          committedMetadata: metadata,
        })),
      },
      onResponse: ({ partitions }) => {
        const error = partitions.find((one) => one.error !== 'NONE')?.error ?? 'NONE';
        onEnd(error === 'NONE' ? null : this.commitError(error));
      },
      onFailure: onEnd,
    });
  }

  private commitError(error: ErrorName): Error {
    const { link, membership } = this.parts;
    if (COORDINATOR_LOST.includes(error)) link.markUnknown();
    if (error === 'REBALANCE_IN_PROGRESS') {
      membership.requestRejoin('offset commit failed since group is already rebalancing');
      return new RebalanceInProgressException(REBALANCE_STARTED);
    }
    if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') {
      membership.expelled(error);
      return new CommitFailedException(REBALANCED);
    }
    return exceptionFor(error);
  }

  /** Commits offsets, trying again after errors that may pass. */
  commit(offsets: readonly PartitionOffset[], timeoutMs: number): Promise<void> {
    const given = offsets.map((one) => `${partitionName(one)}=${textOf(one)}`).join(', ');
    return this.untilDone(
      (onEnd) => this.commitOnce(offsets, (error) => onEnd(error, undefined)),
      timeoutMs,
      `Timeout of ${timeoutMs}ms expired before successfully committing offsets {${given}}`,
    );
  }

  /** The committed offsets of partitions, by name; partitions without one are missing. */
  committed(partitions: readonly TopicPartition[], timeoutMs: number): Promise<ReadonlyMap<string, CommittedOffset>> {
    return this.untilDone(
      (onEnd) => this.fetchOnce(partitions, onEnd),
      timeoutMs,
      `Timeout of ${timeoutMs}ms expired before the last committed offset for partitions [${partitions.map(partitionName).join(', ')}] could be determined. Try tuning default.api.timeout.ms larger to relax the threshold.`,
    );
  }

  /** Tries once. */
  fetchOnce(
    partitions: readonly TopicPartition[],
    onEnd: (error: Error | null, offsets: ReadonlyMap<string, CommittedOffset>) => void,
  ): void {
    const { link, groupId } = this.parts;
    const found = new Map<string, CommittedOffset>();
    link.send<'OffsetFetch'>({
      request: { api: 'OffsetFetch', groups: [{ groupId, partitions }], requireStable: true },
      onResponse: ({ groups: [group] }) => {
        const error = group?.error ?? 'NONE';
        if (error === 'NOT_COORDINATOR') link.markUnknown();
        for (const one of group?.partitions ?? []) {
          if (one.error === 'UNSTABLE_OFFSET_COMMIT') {
            onEnd(exceptionFor('UNSTABLE_OFFSET_COMMIT'), found);
            return;
          }
          if (one.error !== 'NONE') {
            const problem = `Topic or Partition ${partitionName(one)} does not exist`;
            onEnd(new KafkaException(problem), found);
            return;
          }
          const { committedOffset: offset, committedLeaderEpoch, metadata } = one;
          const leaderEpoch = committedLeaderEpoch < 0 ? null : committedLeaderEpoch;
          if (offset >= 0) found.set(partitionName(one), { offset, leaderEpoch, metadata });
        }
        onEnd(error === 'NONE' ? null : exceptionFor(error), found);
      },
      onFailure: (error) => onEnd(error, found),
    });
  }

  private untilDone<T>(
    attempt: (onEnd: (error: Error | null, value: T) => void) => void,
    timeoutMs: number,
    problem: string,
  ): Promise<T> {
    const { clientHost, link, retryBackoff, retryBackoffMs } = this.parts;
    return new Promise((resolve, reject) => {
      let failures = 0;
      let isOver = false;
      let isTrying = false;
      const over = (settle: () => void): void => {
        if (isOver) return;
        isOver = true;
        timer.cancel();
        settle();
        clientHost.userVisible();
      };
      const timer = clientHost.schedule(timeoutMs, () => over(() => reject(new TimeoutException(problem))));
      const next = (): void => {
        if (isOver || isTrying) return;
        if (link.isKnown) {
          isTrying = true;
          attempt((error, value) => {
            isTrying = false;
            if (error === null) over(() => resolve(value));
            else if (error instanceof RetriableException) clientHost.schedule(retryBackoff.delayMs(++failures), next);
            else over(() => reject(error));
          });
          return;
        }
        link.lookUp(next, (error) => over(() => reject(error)));
        clientHost.schedule(retryBackoffMs, next);
      };
      next();
    });
  }
}

/** OffsetAndMetadata.toString. */
function textOf({ offset, leaderEpoch, metadata }: CommittedOffset): string {
  return `OffsetAndMetadata{offset=${offset}, leaderEpoch=${leaderEpoch}, metadata='${metadata}'}`;
}
