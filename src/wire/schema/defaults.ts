/** The values that fields have when a message does not carry them. */
import type { Field } from './field.ts';

const NO_BYTES = new Uint8Array(0);

/** Messages share the lists and structs, which must not be changed. */
export function defaultOf(field: Field): unknown {
  if (field.default !== undefined) return field.default;
  switch (field.type) {
    case 'bool':
      return false;
    case 'string':
    case 'uuid':
      return '';
    case 'bytes':
    case 'records':
      return NO_BYTES;
    case 'struct':
      return defaultsOf(field.fields ?? []);
    default:
      return field.type.startsWith('[]') ? [] : 0;
  }
}

function defaultsOf(fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, defaultOf(field)]));
}

/** Whether a tagged field with this value need not be written. */
export function isDefault(field: Field, value: unknown): boolean {
  if (value === undefined) return true;
  if (field.type === 'struct') {
    return (field.fields ?? []).every((inner) => isDefault(inner, (value as Record<string, unknown>)[inner.name]));
  }
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0 && field.default !== null;
  return value === defaultOf(field);
}
