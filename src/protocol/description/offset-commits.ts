/** What OffsetCommit and TxnOffsetCommit have in common: the committed offsets, and what became of each. */
import { partitionName } from '../cluster/topic-partition.ts';
import type { ErrorName } from '../errors/errors.ts';
import { type ListFact, listFact, withError } from './facts.ts';

export interface CommittedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly committedOffset: number;
  readonly committedLeaderEpoch: number;
  readonly committedMetadata: string | null;
}
export interface CommitResult {
  readonly topic: string;
  readonly partition: number;
  readonly error: ErrorName;
}

/** Returns the result of every partition of a commit that was refused with `error`. */
export function refusedCommits(partitions: readonly CommittedPartition[], error: ErrorName): readonly CommitResult[] {
  return partitions.map(({ topic, partition }) => ({ topic, partition, error }));
}

export const commitFacts = (partitions: readonly CommittedPartition[]): ListFact =>
  listFact(partitions.map((asked) => `${partitionName(asked)}@${asked.committedOffset}`));

export const commitResultFacts = (results: readonly CommitResult[]): ListFact =>
  listFact(results.map((result) => withError(partitionName(result), result.error)));
