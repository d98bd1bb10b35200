/**
 * The description of how the scenario format writes the requests and answers of an API.
 */
import type { ApiName, RequestOf, ResponseOf } from '../../../../../src/protocol/messages.ts';
import { asText, type Fields, type Json, number, objects, text } from '../json.ts';
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
  return entries.toSorted((a, b) => compareTexts(String(a.name), String(b.name)));
}

export function sortedNumbers(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

/** Compares strings as Java does. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
