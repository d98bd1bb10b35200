/** Arbitrary messages of any API and version, from their descriptions. */
import * as fc from 'fast-check';
import type { Field } from '../../../src/wire/schema/field.ts';
import { isInVersions } from '../../../src/wire/schema/versions.ts';

export type AnyMessage = Record<string, unknown>;

const TWO_TO_31 = 2 ** 31;
const uuid = fc.uint8Array({ minLength: 15, maxLength: 15 }).map((bytes) => {
  const text = Buffer.from([...bytes, 1]).toString('base64url');
  return text;
});

/** A message with the fields that `version` has. Lists are short. */
export function anyMessage(fields: readonly Field[], version: number): fc.Arbitrary<AnyMessage> {
  const present = fields.filter((field) => isInVersions(field.versions, version));
  return fc.record(Object.fromEntries(present.map((field) => [field.name, anyValue(field, version)])));
}

function anyValue(field: Field, version: number): fc.Arbitrary<unknown> {
  const value = anyNonNull(field, version);
  return isInVersions(field.nullable, version) ? fc.option(value, { nil: null }) : value;
}

function anyNonNull(field: Field, version: number): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'bool':
      return fc.boolean();
    case 'int8':
      return fc.integer({ min: -128, max: 127 });
    case 'int16':
      return fc.integer({ min: -32_768, max: 32_767 });
    case 'int32':
      return fc.integer({ min: -TWO_TO_31, max: TWO_TO_31 - 1 });
    case 'int64':
      return fc.maxSafeInteger();
    case 'string':
      return fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '\0', 'ä', '€', '😀'), maxLength: 60 });
    case 'uuid':
      return fc.oneof(uuid, fc.constant(''));
    case 'bytes':
    case 'records':
      return fc.uint8Array({ maxLength: 200 });
    case 'struct':
      return anyMessage(field.fields ?? [], version);
    default: {
      const { nullable: _, ...element } = field;
      const type = field.type.slice(2) as Field['type'];
      return fc.array(anyValue({ ...element, type }, version), { maxLength: 3 });
    }
  }
}

/** The message as it is written: records come in pieces. */
export function toWrite(fields: readonly Field[], message: AnyMessage): AnyMessage {
  return mapFields(fields, message, (field, value) =>
    field.type === 'records' && value instanceof Uint8Array ? [value.subarray(0, 3), value.subarray(3)] : value,
  );
}

export function mapFields(
  fields: readonly Field[],
  message: AnyMessage,
  change: (field: Field, value: unknown) => unknown,
): AnyMessage {
  const entries = Object.entries(message).map(([name, value]) => {
    const field = fields.find((one) => one.name === name) as Field;
    if (field.fields === undefined || value === null) return [name, change(field, value)];
    const inner = field.fields;
    if (!Array.isArray(value)) return [name, mapFields(inner, value as AnyMessage, change)];
    return [name, value.map((element) => mapFields(inner, element as AnyMessage, change))];
  });
  return Object.fromEntries(entries) as AnyMessage;
}
