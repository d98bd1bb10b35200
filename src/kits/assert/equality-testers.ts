/** How test runners compare our objects with plain ones: testers for `expect.addEqualityTesters` of Vitest and Jest. */
import { RecordMetadata } from '../../producer/index.ts';

/**
 * Decides whether two values are equal, or returns `undefined` if others are to decide. It is a type, because Jest's types reject an
 * interface.
 */
type EqualityTester = (
  this: { equals(a: unknown, b: unknown, testers?: EqualityTester[]): boolean },
  a: unknown,
  b: unknown,
  testers: EqualityTester[],
) => boolean | undefined;

/** The metadata of a record equals `{ topic, partition, offset, timestampMs }`, although these are methods, as in Java. */
const metadataFields: EqualityTester = function metadataFields(a, b, testers) {
  if (!(a instanceof RecordMetadata || b instanceof RecordMetadata)) return undefined;
  return this.equals(fieldsOf(a), fieldsOf(b), testers);
};

function fieldsOf(value: unknown): unknown {
  return value instanceof RecordMetadata ? value.toJSON() : value;
}

/**
 * Testers for Jest's or another framework's `expect.addEqualityTesters(equalityTesters)`, after which `toEqual` compares the metadata of a
 * record with a plain object. Importing `kafka-trial/vitest` adds them to Vitest's `expect`.
 */
export const equalityTesters: EqualityTester[] = [metadataFields];
