/**
 * A record that shows that a guarantee is broken.
 */
import type { SentRecord } from './run-view.ts';

/** A record that shows the violation of a guarantee, and where it is or should be stored. */
export interface Finding {
  /** `null` for a record that no producer sent. */
  readonly record: SentRecord | null;
  readonly topic: string;
  readonly partition: number;
  /** -1 if it has none. */
  readonly offset: number;
  /** What is wrong with the record, as a sentence. */
  readonly text: string;
}

const SHOWN = 3;

/** The message of a broken guarantee: the first findings, and how many more there are. `undefined` without findings. */
export function problemOf(findings: readonly Finding[]): string | undefined {
  if (findings.length === 0) return undefined;
  const shown = findings.slice(0, SHOWN).map(({ text }) => text);
  const rest = findings.length - shown.length;
  return rest > 0 ? [...shown, `... and ${rest} more.`].join('\n') : shown.join('\n');
}

/** Such as `record 3 of producer-1 (payments-0)`. */
export function nameOf({ producer, number, topic, batch }: SentRecord): string {
  return `record ${number} of ${producer} (${batch === null ? topic : `${topic}-${batch.partition}`})`;
}
