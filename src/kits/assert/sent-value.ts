/**
 * What was sent, as text: for recognising a record, and for showing it.
 *
 * Owns: reading key and value off a note. Once in a batch a record's value is what its serializer made of it; before that, and
 * for keys, it is what the program gave.
 */
import { payloadText } from '../../protocol/records/payload.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';

const LONGEST_SHOWN = 60;

export function sentValue({ batch, row, given }: RecordEntry): string | null {
  return batch === null ? textOf(given.value) : payloadText(batch.values[row] ?? null);
}

export function sentKey({ given }: RecordEntry): string | null {
  return textOf(given.key);
}

/** `"two"`, or `null`; long ones are cut. */
export function quoted(text: string | null): string {
  if (text === null) return 'null';
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
}

/** A record's content: its value, and its key if it has one. */
export function contentText(key: string | null, value: string | null): string {
  return key === null ? quoted(value) : `{ key: ${quoted(key)}, value: ${quoted(value)} }`;
}

function textOf(given: unknown): string | null {
  if (given === null || given === undefined) return null;
  if (typeof given === 'string' || given instanceof Uint8Array) return payloadText(given);
  return typeof given === 'object' ? JSON.stringify(given) : String(given as number);
}
