/**
 * Commits the offsets of a request at the coordinator of its group, for OffsetCommit and TxnOffsetCommit.
 */
import { partitionName, type TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { OffsetCommitRequest, TxnOffsetCommitRequest } from '../../protocol/messages.ts';
import { CONSUMER_OFFSETS_TOPIC, partitionFor } from '../coordinators/log/coordinator-topic.ts';
import type { TransactionCall } from '../coordinators/transactions/transaction-coordinator.ts';
import type { Verification } from '../log/log-transactions.ts';
import type { Call } from './call.ts';

type CommitRequest = OffsetCommitRequest | TxnOffsetCommitRequest;
type Asked = CommitRequest['partitions'][number];

interface Commit {
  readonly request: CommitRequest;
  /** The producer in whose transaction the offsets are committed. */
  readonly producer: TransactionCall | undefined;
  readonly expireTimestampMs: number | null;
}

type Result = TopicPartition & { readonly error: ErrorName };

/** @param whenDone gets an error for each partition of the request, first those that do not exist */
export function commitOffsets(
  { services, apiVersion }: Call,
  { request, producer, expireTimestampMs }: Commit,
  whenDone: (results: Result[]) => void,
): void {
  const { groupId, memberId, groupInstanceId, generationId, partitions } = request;
  const { metadata, scheduler, groups } = services;
  const unknown = partitions.filter(({ topic, partition }) => !metadata.knowsPartition(topic, partition));
  // Of several offsets for one partition the last one counts, and they have one result.
  const known = new Map(
    partitions.filter((asked: Asked) => !unknown.includes(asked)).map((asked) => [partitionName(asked), asked]),
  );
  const respond = (errors: readonly ErrorName[]): void =>
    whenDone([
      ...unknown.map((asked) => resultOf(asked, 'UNKNOWN_TOPIC_OR_PARTITION')),
      ...[...known.values()].map((asked, place) => resultOf(asked, errors[place] as ErrorName)),
    ]);
  if (known.size === 0) {
    respond([]);
    return;
  }
  const commitTimestampMs = scheduler.nowMs;
  const commits = [...known.values()].map((asked) => ({
    topic: asked.topic,
    partition: asked.partition,
    offset: asked.committedOffset,
    leaderEpoch: asked.committedLeaderEpoch,
    metadata: asked.committedMetadata ?? '',
    commitTimestampMs,
    expireTimestampMs,
  }));
  const commit = (verification: Verification | undefined): void =>
    groups.commit({ groupId, memberId, groupInstanceId, generationId, producer, verification, commits }, respond);
  if (producer === undefined) {
    commit(undefined);
    return;
  }
  const refuse = (error: ErrorName): void => respond(commits.map(() => error));
  const refusal = groups.refusalOf(groupId);
  if (refusal !== undefined) {
    refuse(refusal);
    return;
  }
  groups.expectOffsetsInTransaction(groupId);
  const to = { topic: CONSUMER_OFFSETS_TOPIC, partition: partitionFor(services, CONSUMER_OFFSETS_TOPIC, groupId) };
  const offsets = { transactionalId: producer.transactionalId, producer, to, apiVersion };
  const isVerifying = services.verifier.verifyOffsets(offsets, (error, verification) => {
    if (error === 'NONE') commit(verification);
    else refuse(error);
  });
  if (!isVerifying) commit(undefined);
}

function resultOf({ topic, partition }: TopicPartition, error: ErrorName): Result {
  return { topic, partition, error };
}
