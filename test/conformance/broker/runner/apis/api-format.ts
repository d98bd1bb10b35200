/**
 * The description of how the scenario format writes the requests and answers of an API.
 */
import type { ApiName, RequestOf, ResponseOf } from '../../../../../src/protocol/messages.ts';
import { asText, type Fields, type Json, number, objects, text, textOrNull } from '../json.ts';
import type { Symbols } from '../symbols.ts';

export interface ApiFormat<A extends ApiName> {
  /** The version that is used if a step names none. */
  readonly version: number;
  /** @throws InvalidScenarioError, NotExpressible */
  request(fields: Fields, symbols: Symbols, version: number): RequestOf<A>;
  answer(response: ResponseOf<A>, symbols: Symbols, version: number): Json;
}

interface AnsweredPartition {
  readonly topic: string;
  readonly partition: number;
}

/** The entries of `partitions`. Each names a topic and a partition. */
export function partitionsOf<T>(
  fields: Fields,
  symbols: Symbols,
  read: (partition: Fields) => T,
): (T & { topic: string; partition: number })[] {
  return objects(fields, 'partitions').map((partition) => ({
    topic: namedTopic(symbols, text(partition, 'topic')),
    partition: number(partition, 'partition'),
    ...read(partition),
  }));
}

/** The offsets of a commit. */
export function committedOffsetsOf(fields: Fields, symbols: Symbols): RequestOf<'OffsetCommit'>['partitions'] {
  return partitionsOf(fields, symbols, (partition) => ({
    committedOffset: number(partition, 'committedOffset', 0),
    committedLeaderEpoch: number(partition, 'committedLeaderEpoch', -1),
    committedMetadata: committedMetadata(partition),
  }));
}

/** `metadataSize: n` means a text of n characters. */
function committedMetadata(partition: Fields): string | null {
  if (partition.metadataSize !== undefined) return 'm'.repeat(number(partition, 'metadataSize'));
  return partition.committedMetadata === undefined ? '' : textOrNull(partition, 'committedMetadata');
}

/** Partitions and their errors, sorted. */
export function shownErrors(partitions: readonly (AnsweredPartition & { readonly error: string })[]): Json[] {
  return sortedPartitions(partitions).map(({ topic, partition, error }) => ({ topic, partition, error }));
}

/** Registers a topic that the scenario names, so that Metadata answers are compared for it. */
export function namedTopic(symbols: Symbols, topic: Json): string {
  const name = asText('topic', topic);
  symbols.topics.add(name);
  return name;
}

/** Sorted by topic and partition, as most answers are written, because Kafka's order is that of a hash map. */
export function sortedPartitions<T extends AnsweredPartition>(partitions: readonly T[]): T[] {
  return partitions.toSorted((a, b) => compareTexts(a.topic, b.topic) || a.partition - b.partition);
}

export function sortedByName<T extends { readonly name: string | null }>(entries: readonly T[]): T[] {
  return sortedByText(entries, ({ name }) => String(name));
}

export function sortedByText<T>(entries: readonly T[], textOf: (entry: T) => string): T[] {
  return entries.toSorted((a, b) => compareTexts(textOf(a), textOf(b)));
}

export function sortedNumbers(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

/** Compares strings as Java does. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
