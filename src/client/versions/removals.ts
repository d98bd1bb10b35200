/**
 * Parts of the API of the Java clients that a later version does not have any more. A version lists them as data, with the reason and
 * what to write instead; a client asks its version when a program uses one of them.
 */
import { NoSuchMethodError } from '../../protocol/errors/exceptions.ts';

/** The methods that some version lacks, as a program calls them. */
export type RemovableCall =
  | 'sendOffsetsToTransaction(offsets, groupId)'
  | 'DescribeTopicsResult.values()'
  | 'DescribeTopicsResult.all()'
  | 'DeleteTopicsResult.values()';

export interface Removal {
  /** The release of Kafka that has removed it, such as `4.0`. */
  readonly release: string;
  /** The issue or KIP of Kafka. */
  readonly source: string;
  /** What to write instead, as a sentence without its full stop. */
  readonly instead: string;
}

export type RemovedCalls = Readonly<Partial<Record<RemovableCall, Removal>>>;

/** What this file knows of a version of the clients. */
interface WithRemovals {
  readonly name: string;
  readonly removedCalls: RemovedCalls;
}

/** @throws NoSuchMethodError if the version does not have the method any more */
export function checkNotRemoved({ name, removedCalls }: WithRemovals, call: RemovableCall): void {
  const removal = removedCalls[call];
  if (removal !== undefined) throw new NoSuchMethodError(removalText(call, name, removal));
}

/** @param what a method or class @param version the name of a version without it */
export function removalText(what: string, version: string, { release, source, instead }: Removal): string {
  return `${what} does not exist in the Java clients ${version}: Kafka ${release} removed it (${source}). ${instead}`;
}

export function isRemoval(value: string | null | Removal): value is Removal {
  return typeof value === 'object' && value !== null;
}

/** The reason for a difference between two versions. */
export function removalReason(what: string, { release, source }: Removal): string {
  return `${source} (${release}): ${what} was removed`;
}
