/**
 * How a test refers to a record that was sent: by the future that `send()` returned, or by the record's verdict.
 */
import { fateOf } from '../../guarantees/fate.ts';
import { RecordFuture } from '../../producer/result/record-future.ts';
import { RecordEntry } from '../../simulation/checking/record-log.ts';
import { type RecordVerdict, recordOf } from '../../simulation/checking/verdict.ts';
import { historyOf, NOT_RECORDED } from './record-history.ts';
import { wrongSubject } from './wrong-subject.ts';

/** A record that was sent: the future that `send()` returned, or an element of `sim.verdict().records`. */
export type RecordReference = RecordFuture | RecordVerdict;

export interface RecordState {
  /** `null` if the simulation does not record what is sent. */
  readonly entry: RecordEntry | null;
  readonly isAcknowledged: boolean;
  /** The record has been acknowledged or has failed. */
  readonly isComplete: boolean;
  readonly error: Error | null;
}

/** @throws TypeError if `reference` is not a record that was sent */
export function stateOf(reference: RecordReference): RecordState {
  if (reference instanceof RecordFuture) {
    const end = reference.peek();
    return {
      entry: noted(reference),
      error: end instanceof Error ? end : null,
      isComplete: end !== null,
      isAcknowledged: end !== null && !(end instanceof Error) && end.hasOffset(),
    };
  }
  const entry = typeof reference === 'object' && reference !== null ? recordOf(reference) : undefined;
  if (entry instanceof RecordEntry) {
    const isComplete = entry.endedMs !== -1;
    return { entry, error: entry.error, isComplete, isAcknowledged: fateOf(entry) === 'acknowledged' };
  }
  const help =
    'Expected a record that was sent: the future that send() returned, or an element of sim.verdict().records';
  throw wrongSubject(help, reference);
}

/** The entry of a future's record. Without guarantees, there may be one that does not know the outcome. */
function noted({ note }: RecordFuture): RecordEntry | null {
  return note instanceof RecordEntry && note.recorder.run.isOn ? note : null;
}

/**
 * Returns what has happened to a record so far, in several lines: when it was sent, the lines of the trace about it
 * (requests, answers, retries, faults), its result, and where it is stored.
 *
 * The simulation must have been created with guarantees. The lines of the trace are missing if it was created with
 * `trace: false`.
 *
 * @throws TypeError if `record` is not a record that was sent
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { recordHistory } from 'kafka-trial/assert';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * const future = producer.send({ topic: 'payments', value: 'one' });
 * await sim.run(() => future.get());
 * const lines = recordHistory(future).split('\n');
 * console.log(lines[0]);
 * console.log(lines.at(-1));
 * // prints: record 1 of producer-1, "one" for payments-0: sent at 0 ms, in batch payments-0#1.
 * // prints: It was acknowledged at 115 ms with offset 0. It is stored at payments-0@0.
 */
export function recordHistory(record: RecordReference): string {
  return stateHistory(stateOf(record));
}

export function stateHistory({ entry, error }: RecordState): string {
  if (entry !== null) return historyOf(entry);
  return [...(error === null ? [] : [`It failed with ${error.name}: ${error.message}`]), NOT_RECORDED].join('\n');
}
