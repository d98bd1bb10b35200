/** What became of the records of all clients of a served cluster, as far as that can be seen from their requests. */
import type { Violation } from '../../sim/index.ts';
import { givenText } from '../../simulation/checking/given-text.ts';
import { RecordEntry } from '../../simulation/checking/record-log.ts';
import type { TracedFinding } from '../../simulation/checking/verdict.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { ControlError } from './control-error.ts';

/** The answer to `verdict`. */
export interface ServedVerdict {
  /** Number of records that clients have sent. */
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly unknown: number;
  readonly lost: readonly FoundRecord[];
  readonly duplicated: readonly FoundRecord[];
  readonly reordered: readonly FoundRecord[];
  readonly phantom: readonly FoundRecord[];
  /** The guarantees that do not hold, each with its problem as a sentence. */
  readonly violations: readonly Violation[];
  readonly notes: readonly string[];
}

/** A record that shows what is wrong. */
export interface FoundRecord {
  /** `null`: no client has sent the record. */
  readonly client: string | null;
  /** Counts the records of the client, from 1; 0 without a client. */
  readonly number: number;
  readonly topic: string;
  readonly partition: number;
  /** -1 if it has none. */
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  /** What is wrong, as a sentence. */
  readonly text: string;
}

/** @throws ControlError if records are not logged */
export function verdictOf({ trial }: Simulation): ServedVerdict {
  if (!trial.isOn) throw new ControlError(NOT_LOGGED);
  const verdict = trial.verdict();
  const { acknowledged, failed, unknown, notes } = verdict;
  return {
    sent: verdict.records.length,
    acknowledged,
    failed,
    unknown,
    lost: verdict.lost.map(foundRecord),
    duplicated: verdict.duplicated.map(foundRecord),
    reordered: verdict.reordered.map(foundRecord),
    phantom: verdict.phantom.map(foundRecord),
    violations: trial.violations(),
    notes,
  };
}

function foundRecord({ record, topic, partition, offset, text }: TracedFinding): FoundRecord {
  const { key, value } = record instanceof RecordEntry ? record : NOT_SENT;
  const { producer: client, number } = record ?? NOT_SENT;
  return { client, number, topic, partition, offset, key: givenText(key), value: givenText(value), text };
}

const NOT_LOGGED =
  'There is no verdict, because sent records are not logged: start kafka-trial serve without --no-verdict, and without a scenario that sets the option guarantees to none.';
const NOT_SENT = { producer: null, number: 0, key: null, value: null } as const;
