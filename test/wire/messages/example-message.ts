/**
 * One message of each version of each API, made from its description without chance: numbers count on, lists have two elements, and of
 * two fields that may be null the first is. fixtures/java-messages.tsv has what Java's client makes of them.
 */
import type { Field } from '../../../src/wire/schema/field.ts';
import { isInVersions } from '../../../src/wire/schema/versions.ts';

export type ExampleMessage = Record<string, unknown>;

/** @returns the fields that `version` has; bytes and records are base64 */
export function exampleMessage(fields: readonly Field[], version: number): ExampleMessage {
  let count = 0;
  let nullables = 0;
  const exampleOf = (field: Field): unknown => {
    if (isInVersions(field.nullable, version) && ++nullables % 2 === 1) return null;
    count++;
    switch (field.type) {
      case 'bool':
        return count % 2 === 1;
      case 'int8':
        return count % 100;
      case 'int16':
        return 256 + count;
      case 'int32':
        return -65_536 - count;
      case 'int64':
        return 2 ** 40 + count;
      case 'string':
        return `${field.name} ${count} ä`;
      case 'uuid':
        return `AAAAAAAAAAAAAAAAAAA${String(count).padStart(2, '0')}A`;
      case 'bytes':
        return Buffer.from(`bytes ${count}`).toString('base64');
      case 'records':
        return Buffer.from(`these would be records ${count}`).toString('base64');
      case 'struct':
        return messageOf(field.fields ?? []);
      default: {
        const { nullable: _, ...element } = field;
        const type = field.type.slice(2) as Field['type'];
        return [exampleOf({ ...element, type }), exampleOf({ ...element, type })];
      }
    }
  };
  const messageOf = (inner: readonly Field[]): ExampleMessage =>
    Object.fromEntries(
      inner.filter((field) => isInVersions(field.versions, version)).map((field) => [field.name, exampleOf(field)]),
    );
  return messageOf(fields);
}
