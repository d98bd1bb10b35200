/**
 * The lines of a trace that show how a finding came about: what happened to the record, to its batch and to its partition, and
 * the faults that fired at the same moments.
 */
import type { Finding } from '../../guarantees/index.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { renderEntry } from '../../sim/index.ts';
import type { Trace, TraceEvent } from '../events/simulation-events.ts';

const MAX_LINES = 16;

/** In order of time; empty without a trace. */
export function linesAbout(finding: Finding, trace: Trace, startMs: number): readonly string[] {
  const sentMs = finding.record?.sentMs ?? startMs;
  const later = trace.entries.filter(({ atMs }) => atMs >= sentMs);
  const moments = new Set(later.filter((entry) => isOfRecord(entry, finding)).map(({ atMs }) => atMs));
  const relevant = later.filter(
    (entry) =>
      isOfRecord(entry, finding) ||
      isOfPartition(entry, finding) ||
      (entry.source === 'fault' && moments.has(entry.atMs)),
  );
  return abridged(relevant.map((entry) => renderEntry(entry, startMs)));
}

/** Leaves out the middle if there are too many lines. */
export function abridged(lines: readonly string[]): readonly string[] {
  if (lines.length <= MAX_LINES) return lines;
  const half = MAX_LINES / 2;
  return [...lines.slice(0, half), `(${lines.length - MAX_LINES} more lines)`, ...lines.slice(-half)];
}

function isOfRecord({ source, facts }: TraceEvent, { record }: Finding): boolean {
  if (record === null || source !== record.producer) return false;
  if ('record' in facts && facts.record === record.number) return true;
  return record.batch !== null && 'batch' in facts && facts.batch === record.batch.name;
}

/** Whether the entry is about the partition as the cluster has it, or about a broker. */
export function isOfPartition({ source, event, facts }: TraceEvent, { topic, partition }: TopicPartition): boolean {
  if (source !== 'cluster') return false;
  if (event.startsWith('broker ')) return true;
  return 'partition' in facts && 'topic' in facts && facts.topic === topic && facts.partition === partition;
}
