/**
 * The verdict on a run: what became of every record, and what was lost, duplicated, reordered or invented, with the lines of
 * the trace that prove it.
 *
 * Owns: counting, gathering the evidence, and the verdict as text.
 * Refuses to know: what counts as lost, and so on (invariants).
 */

import { fateOf } from '../../guarantees/fate.ts';
import type { Fate, Finding, SentRecord, TrialSubject } from '../../guarantees/index.ts';
import { lostRecords } from '../../guarantees/no-acknowledged-record-lost.ts';
import { duplicatedRecords } from '../../guarantees/no-duplicate-with-idempotence.ts';
import { phantomRecords } from '../../guarantees/no-phantom-record.ts';
import { reorderedRecords } from '../../guarantees/order-per-producer-and-partition.ts';
import type { Breach, Trace } from '../../sim/index.ts';
import { evidenceFor } from './evidence.ts';

/** What became of one record. */
export interface RecordVerdict {
  /** client.id of its producer. */
  readonly producer: string;
  /** Counts the producer's sends, from 1. */
  readonly number: number;
  readonly topic: string;
  /** -1 if it came into no batch. */
  readonly partition: number;
  readonly fate: Fate;
  /** As the program was told; -1 if it was not. */
  readonly offset: number;
  /** What the program was told instead. */
  readonly error: Error | null;
}

/** Something that should not be, and its proof. */
export interface ProvenFinding extends Finding {
  readonly evidence: readonly string[];
}

export interface RunVerdict {
  /** Of every record, producer by producer, in order of send(). */
  readonly records: readonly RecordVerdict[];
  /** How many records met each fate. */
  readonly acknowledged: number;
  readonly failed: number;
  /** Stored or not: timed out, cut off, sent with acks=0, or still under way. */
  readonly unknown: number;
  /** Acknowledged, and in no log. */
  readonly lost: readonly ProvenFinding[];
  /** Stored more than once. */
  readonly duplicated: readonly ProvenFinding[];
  /** Stored behind what was sent after them. */
  readonly reordered: readonly ProvenFinding[];
  /** Stored, and sent by nobody, or elsewhere. */
  readonly phantom: readonly ProvenFinding[];
  /** Guarantees that were to be broken, and are. */
  readonly broken: readonly Breach[];
  /** The verdict as text, several lines. */
  toString(): string;
}

export interface JudgeOptions {
  readonly trace: Trace;
  readonly startMs: number;
  readonly breaches: readonly Breach[];
}

export function judge(subject: TrialSubject, { trace, startMs, breaches }: JudgeOptions): RunVerdict {
  const records = subject.producers.flatMap(({ sends }) => sends.map((record) => new Judged(record)));
  const count = (fate: Fate): number => records.filter((record) => record.fate === fate).length;
  const prove = (findings: readonly Finding[]): readonly ProvenFinding[] =>
    findings.map((finding) => ({ ...finding, evidence: evidenceFor(finding, trace, startMs) }));
  const verdict = {
    records,
    acknowledged: count('acknowledged'),
    failed: count('failed'),
    unknown: count('unknown'),
    lost: prove(lostRecords(subject)),
    duplicated: prove(duplicatedRecords(subject)),
    reordered: prove(reorderedRecords(subject)),
    phantom: prove(phantomRecords(subject)),
    broken: breaches,
  };
  return { ...verdict, toString: () => textOf(verdict) };
}

/** A verdict that knows what it is on, and keeps that to itself. */
class Judged implements RecordVerdict {
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
    return verdict instanceof Judged ? verdict.#record : undefined;
  }
}

/** The record a verdict is on; undefined for what is no verdict. */
export function recordOf(verdict: object): SentRecord | undefined {
  return Judged.recordOf(verdict);
}

const KINDS = ['lost', 'duplicated', 'reordered', 'phantom'] as const;

function textOf(verdict: Omit<RunVerdict, 'toString'>): string {
  const { records, acknowledged, failed, unknown } = verdict;
  const sent = records.length === 1 ? '1 record sent' : `${records.length} records sent`;
  const lines = [`Verdict: ${sent}: ${acknowledged} acknowledged, ${failed} failed, ${unknown} unknown.`];
  lines.push(`         ${KINDS.map((kind) => `${verdict[kind].length} ${kind}`).join(', ')}.`);
  for (const kind of KINDS) {
    for (const { text, evidence } of verdict[kind]) {
      lines.push(`${kind.toUpperCase()}: ${text}`, ...evidence.map((line) => `  ${line}`));
    }
  }
  for (const { guarantee } of verdict.broken) lines.push(`Broken, as announced: ${guarantee}.`);
  return lines.join('\n');
}
