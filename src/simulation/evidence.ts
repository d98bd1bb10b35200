/**
 * The lines of a trace that prove a finding: what happened to the record, to its batch, to its partition, and what was done
 * to the world meanwhile.
 */
import type { Finding } from '../invariants/index.ts';
import { renderEntry, type Trace, type TraceEntry } from '../sim/index.ts';

/** A proof that nobody reads to the end is none. */
const LONGEST_PROOF = 16;

/** In order of time; none without a trace. */
export function evidenceFor(finding: Finding, trace: Trace, startMs: number): readonly string[] {
  const sentMs = finding.record?.sentMs ?? startMs;
  const proof = trace.entries.filter((entry) => entry.atMs >= sentMs && concerns(entry, finding));
  const lines = proof.map((entry) => renderEntry(entry, startMs));
  if (lines.length <= LONGEST_PROOF) return lines;
  const half = LONGEST_PROOF / 2;
  const left = lines.length - LONGEST_PROOF;
  return [...lines.slice(0, half), `(${left} more lines)`, ...lines.slice(-half)];
}

function concerns({ source, event, facts }: TraceEntry, { record, topic, partition }: Finding): boolean {
  if (source === 'fault') return true;
  if (source === 'cluster')
    return event.startsWith('broker ') || (facts.topic === topic && facts.partition === partition);
  if (record === null || source !== record.producer) return false;
  return facts.record === record.number || (record.batch !== null && facts.batch === record.batch.name);
}
