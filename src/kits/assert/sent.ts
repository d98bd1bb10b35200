/**
 * What stands for a record in a test: the future of its send(), or a verdict on it.
 *
 * Owns: finding the record behind it. Refuses to know: what is expected of it.
 */
import { fateOf } from '../../guarantees/fate.ts';
import { RecordFuture } from '../../producer/result/record-future.ts';
import { RecordEntry } from '../../simulation/checking/record-log.ts';
import { type RecordVerdict, recordOf } from '../../simulation/checking/verdict.ts';
import { recordStory } from './record-story.ts';
import { wrongSubject } from './wrong-subject.ts';

/** What send() returned, or an element of `sim.verdict().records`. */
export type Sent = RecordFuture | RecordVerdict;

export interface SentNote {
  /** `null` where nothing was written down. */
  readonly note: RecordEntry | null;
  readonly isAcknowledged: boolean;
  readonly isOver: boolean;
  readonly error: Error | null;
}

/** @throws TypeError for what was never sent */
export function recordBehind(sent: Sent): SentNote {
  if (sent instanceof RecordFuture) {
    const end = sent.peek();
    const note = sent.note instanceof RecordEntry ? sent.note : null;
    const error = end instanceof Error ? end : null;
    return {
      note,
      error,
      isOver: end !== null,
      isAcknowledged: end !== null && !(end instanceof Error) && end.hasOffset(),
    };
  }
  const note = typeof sent === 'object' && sent !== null ? recordOf(sent) : undefined;
  if (note instanceof RecordEntry) {
    return { note, error: note.error, isOver: note.endedMs !== -1, isAcknowledged: fateOf(note) === 'acknowledged' };
  }
  const help =
    'Only what was sent can be acknowledged: give the future that send() returned, or an element of sim.verdict().records';
  throw wrongSubject(help, sent);
}

/**
 * What happened to a record, from send() to now, in several lines: requests, answers, retries, where it lies, what its program
 * was told. Needs a simulation with guarantees, and lines of the trace if there is one.
 *
 * @throws TypeError for what was never sent
 */
export function storyOf(sent: Sent): string {
  return storyBehind(recordBehind(sent));
}

export function storyBehind({ note, error }: SentNote): string {
  if (note !== null) return recordStory(note);
  return [
    ...(error === null ? [] : [`It ended with ${error.name}: ${error.message}`]),
    "What became of it was not written down: make the simulation with { guarantees: 'all' }.",
  ].join('\n');
}
