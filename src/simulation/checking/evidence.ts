/**
 * The lines of a trace that prove a finding: what happened to the record, to its batch and to its partition, and the faults
 * that fired in the same moments.
 */
import type { Finding } from '../../guarantees/index.ts';
import type { TopicPartition } from '../../protocol/record-batch.ts';
import { renderEntry, type Trace, type TraceEntry } from '../../sim/index.ts';

/** A proof that nobody reads to the end is none. */
const LONGEST_PROOF = 16;

/** In order of time; none without a trace. */
export function evidenceFor(finding: Finding, trace: Trace, startMs: number): readonly string[] {
  const sentMs = finding.record?.sentMs ?? startMs;
  const later = trace.entries.filter(({ atMs }) => atMs >= sentMs);
  const moments = new Set(later.filter((entry) => isOfRecord(entry, finding)).map(({ atMs }) => atMs));
  const proof = later.filter(
    (entry) =>
      isOfRecord(entry, finding) ||
      isOfPartition(entry, finding) ||
      (entry.source === 'fault' && moments.has(entry.atMs)),
  );
  return abridged(proof.map((entry) => renderEntry(entry, startMs)));
}

/** The beginning and the end, if there is too much between them. */
export function abridged(lines: readonly string[]): readonly string[] {
  if (lines.length <= LONGEST_PROOF) return lines;
  const half = LONGEST_PROOF / 2;
  return [...lines.slice(0, half), `(${lines.length - LONGEST_PROOF} more lines)`, ...lines.slice(-half)];
}

function isOfRecord({ source, facts }: TraceEntry, { record }: Finding): boolean {
  if (record === null || source !== record.producer) return false;
  return facts.record === record.number || (record.batch !== null && facts.batch === record.batch.name);
}

export function isOfPartition({ source, event, facts }: TraceEntry, { topic, partition }: TopicPartition): boolean {
  if (source !== 'cluster') return false;
  return event.startsWith('broker ') || (facts.topic === topic && facts.partition === partition);
}
