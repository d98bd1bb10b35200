/**
 * The key and value of a sent record as text. A value in a batch is what the serializer made of it. Before that, and
 * for keys, the text is made from what the program passed to `send()`.
 */
import { payloadText } from '../../protocol/records/payload.ts';
import { givenText } from '../../simulation/checking/given-text.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';

const LONGEST_SHOWN = 60;

export function sentValue({ batch, row, value }: RecordEntry): string | null {
  return batch === null ? givenText(value) : payloadText(batch.values[row] ?? null);
}

export function sentKey({ key }: RecordEntry): string | null {
  return givenText(key);
}

/** `"two"`, `{"id":2}` or `null`. Long text is abbreviated. */
export function quoted(text: string | null): string {
  if (text === null) return 'null';
  const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return isJsonObject(text) ? shown.replace(/\s*\n\s*/g, ' ') : JSON.stringify(shown);
}

/** Whether the text is an object or array in JSON, which is easier to read without quotes around it. */
function isJsonObject(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The value of a record, with its key if it has one. */
export function contentText(key: string | null, value: string | null): string {
  return key === null ? quoted(value) : `{ key: ${quoted(key)}, value: ${quoted(value)} }`;
}
