/** The name of a record in the picture: its value, if that is short. */
import type { RecordEntry } from '../../../src/simulation/checking/record-log.ts';

const LONGEST = 14;

export function labelOf(entry: RecordEntry): string {
  const { batch, row } = entry;
  const text = textOf(batch === null ? entry.value : (batch.values[row] ?? entry.value));
  if (text === '') return `record ${entry.number}`;
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return '';
}
