/**
 * A record that shows a guarantee broken.
 *
 * Owns: what is told of it, and how several become one sentence.
 */
import type { SentRecord } from './trial-subject.ts';

export interface Finding {
  /** `null` for a record that nobody sent. */
  readonly record: SentRecord | null;
  readonly topic: string;
  readonly partition: number;
  /** -1 if it has none. */
  readonly offset: number;
  /** The whole story, in a sentence. */
  readonly text: string;
}

const SHOWN = 3;

/** What is wrong, for an invariant or a validation: undefined if nothing is. */
export function problemOf(findings: readonly Finding[]): string | undefined {
  if (findings.length === 0) return undefined;
  const shown = findings.slice(0, SHOWN).map(({ text }) => text);
  const rest = findings.length - shown.length;
  return rest > 0 ? [...shown, `... and ${rest} more.`].join('\n') : shown.join('\n');
}

/** `record 3 of producer-1 (payments-0)` */
export function nameOf({ producer, number, topic, batch }: SentRecord): string {
  return `record ${number} of ${producer} (${batch === null ? topic : `${topic}-${batch.partition}`})`;
}
