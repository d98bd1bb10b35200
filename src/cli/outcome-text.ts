/**
 * What became of a line, as text.
 */
import type { Outcome } from './console-session.ts';

/** `topic-partition@offset key value`, or why not; the key is left out where there is none. */
export function renderOutcome(outcome: Outcome): string {
  const record = outcome.key === null ? outcome.value : `${outcome.key} ${outcome.value}`;
  if ('error' in outcome) return `failed ${record}: ${outcome.error}`;
  return `${outcome.topic}-${outcome.partition}@${outcome.offset} ${record}`;
}
