/**
 * The verdict on a run: what became of every record, and which records were lost, duplicated, reordered or invented, each with the
 * lines of the trace that show it. What counts as lost, and so on, is decided in src/guarantees.
 */

import { inspectAs } from '../../checks/printing.ts';
import { fateOf } from '../../guarantees/fate.ts';
import type { Fate, Finding, RunView, SentRecord } from '../../guarantees/index.ts';
import { lostRecords } from '../../guarantees/no-acknowledged-record-lost.ts';
import { duplicatedRecords } from '../../guarantees/no-duplicate-with-idempotence.ts';
import { phantomRecords } from '../../guarantees/no-phantom-record.ts';
import { reorderedRecords } from '../../guarantees/order-per-producer-and-partition.ts';
import type { Violation } from '../../sim/index.ts';
import type { Trace } from '../events/simulation-events.ts';
import { linesAbout } from './trace-excerpt.ts';

/** What became of one record. */
export interface RecordVerdict {
  /** Name of the producer: its `client.id`, or `producer-1` and so on. */
  readonly producer: string;
  /** Number of the record among the producer's sends, from 1. */
  readonly number: number;
  readonly topic: string;
  /** -1 if the record was never put into a batch. */
  readonly partition: number;
  readonly fate: Fate;
  /** The offset that the producer reported; -1 if it reported none. */
  readonly offset: number;
  /** The error that the producer reported; `null` if it reported none. */
  readonly error: Error | null;
}

/** A record that should not be where it is, or is missing. */
export interface TracedFinding extends Finding {
  /** The lines of the trace that show how it came about, oldest first; empty without a trace. */
  readonly traceLines: readonly string[];
}

/** What became of every record of a run. */
export interface RunVerdict {
  /** All records, producer by producer, in the order of their send(). */
  readonly records: readonly RecordVerdict[];
  /** Number of records that were acknowledged. */
  readonly acknowledged: number;
  /** Number of records that failed and are certainly not stored. */
  readonly failed: number;
  /** Number of records that may or may not be stored: timed out, disconnected, sent with acks=0, or still in progress. */
  readonly unknown: number;
  /** Records that were acknowledged and are in no log. */
  readonly lost: readonly TracedFinding[];
  /** Records that are stored more than once. */
  readonly duplicated: readonly TracedFinding[];
  /** Records that are stored after records that were sent later. */
  readonly reordered: readonly TracedFinding[];
  /** Stored records that no producer sent, or that were sent to another partition. */
  readonly phantom: readonly TracedFinding[];
  /** Violations that the run was meant to show (option `breaks`), and has shown. */
  readonly expectedViolations: readonly Violation[];
  /** What cannot be known of records of real clients, since equal ones cannot be told apart: sentences. */
  readonly notes: readonly string[];
  /** Returns the verdict as text of several lines. */
  toString(): string;
}

export interface JudgeOptions {
  readonly trace: Trace;
  /** Start of the run, in ms since the epoch. */
  readonly startMs: number;
  readonly expectedViolations: readonly Violation[];
}

export function judge(subject: RunView, { trace, startMs, expectedViolations }: JudgeOptions): RunVerdict {
  const records: JudgedRecord[] = [];
  const count: Record<Fate, number> = { acknowledged: 0, failed: 0, unknown: 0 };
  for (const { sends } of subject.producers) {
    for (const record of sends) {
      const judged = new JudgedRecord(record);
      records.push(judged);
      count[judged.fate]++;
    }
  }
  const traced = (findings: readonly Finding[]): readonly TracedFinding[] =>
    findings.map((finding) => ({ ...finding, traceLines: linesAbout(finding, trace, startMs) }));
  return new JudgedRun({
    records,
    acknowledged: count.acknowledged,
    failed: count.failed,
    unknown: count.unknown,
    lost: traced(lostRecords(subject)),
    duplicated: traced(duplicatedRecords(subject)),
    reordered: traced(reorderedRecords(subject)),
    phantom: traced(phantomRecords(subject)),
    expectedViolations,
    notes: subject.producers.flatMap(({ notes = [] }) => notes),
  });
}

type VerdictFields = Omit<RunVerdict, 'toString'>;

/** A class, so that all verdicts share their methods. */
class JudgedRun implements RunVerdict {
  readonly records: readonly RecordVerdict[];
  readonly acknowledged: number;
  readonly failed: number;
  readonly unknown: number;
  readonly lost: readonly TracedFinding[];
  readonly duplicated: readonly TracedFinding[];
  readonly reordered: readonly TracedFinding[];
  readonly phantom: readonly TracedFinding[];
  readonly expectedViolations: readonly Violation[];
  readonly notes: readonly string[];

  constructor(fields: VerdictFields) {
    this.records = fields.records;
    this.acknowledged = fields.acknowledged;
    this.failed = fields.failed;
    this.unknown = fields.unknown;
    this.lost = fields.lost;
    this.duplicated = fields.duplicated;
    this.reordered = fields.reordered;
    this.phantom = fields.phantom;
    this.expectedViolations = fields.expectedViolations;
    this.notes = fields.notes;
  }

  toString(): string {
    return textOf(this);
  }
}

inspectAs(JudgedRun.prototype, textOf);

/** A verdict that remembers its record, out of sight of comparisons and printing. */
class JudgedRecord implements RecordVerdict {
  readonly producer: string;
  readonly number: number;
  readonly topic: string;
  readonly partition: number;
  readonly fate: Fate;
  readonly offset: RecordVerdict['offset'];
  readonly error: RecordVerdict['error'];
  readonly #record: SentRecord;

  constructor(record: SentRecord) {
    this.producer = record.producer;
    this.number = record.number;
    this.topic = record.topic;
    this.partition = record.batch?.partition ?? -1;
    this.fate = fateOf(record);
    this.offset = record.offset;
    this.error = record.error;
    this.#record = record;
  }

  static recordOf(verdict: object): SentRecord | undefined {
    return verdict instanceof JudgedRecord ? verdict.#record : undefined;
  }
}

/** Returns the record that a RecordVerdict is about; `undefined` for any other object. */
export function recordOf(verdict: object): SentRecord | undefined {
  return JudgedRecord.recordOf(verdict);
}

const MAX_NOTES = 3;
const KINDS = ['lost', 'duplicated', 'reordered', 'phantom'] as const;

function textOf(verdict: VerdictFields): string {
  const { records, acknowledged, failed, unknown } = verdict;
  const sent = records.length === 1 ? '1 record sent' : `${records.length} records sent`;
  const lines = [`Verdict: ${sent}: ${acknowledged} acknowledged, ${failed} failed, ${unknown} unknown.`];
  lines.push(`         ${KINDS.map((kind) => `${verdict[kind].length} ${kind}`).join(', ')}.`);
  for (const kind of KINDS) {
    for (const { text, traceLines } of verdict[kind]) {
      lines.push(`${kind.toUpperCase()}: ${text}`, ...traceLines.map((line) => `  ${line}`));
    }
  }
  lines.push(...verdict.notes.slice(0, MAX_NOTES));
  if (verdict.notes.length > MAX_NOTES) lines.push(`... and ${verdict.notes.length - MAX_NOTES} more such records.`);
  for (const { guarantee } of verdict.expectedViolations) lines.push(`Violated, as expected: ${guarantee}.`);
  return lines.join('\n');
}
