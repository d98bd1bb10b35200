/**
 * NoAcknowledgedRecordLost: an acknowledged record stays in the log.
 *
 * Guaranteed: with acks=all, as long as one in-sync replica remains and every leader is elected from the in-sync replicas
 * (unclean.leader.election.enable=false). With min.insync.replicas=n, n - 1 brokers may fail for good.
 * Not guaranteed: with acks=1, if the leader fails before a follower has fetched the record; after an unclean election; for records
 * that retention or the deletion of their topic removes.
 * Source: Kafka documentation, 4.6 Message Delivery Semantics and 4.7 Replication; KIP-101.
 */
import { fateOf } from './fate.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import type { GuaranteeDefinition, KnownViolation } from './guarantee.ts';
import { type RunView, replicasOf, type SentRecord } from './run-view.ts';
import { placesByRecord } from './stored-records.ts';

export const noAcknowledgedRecordLost: GuaranteeDefinition = {
  create: () => ({ name: 'NoAcknowledgedRecordLost', validate: (run) => problemOf(lostRecords(run)) }),
};

export const KNOWN_VIOLATIONS: readonly KnownViolation[] = [
  {
    component: 'client',
    versions: ['3.6.1', '3.9', '4.3'],
    issue: 'KAFKA-14397',
    when:
      'when a batch fails during a commit although it or a later one was stored: the next batch of the partition gets a sequence ' +
      'number that was used, and the broker takes it for a duplicate',
    section: 'KAFKA-14397',
  },
  {
    component: 'broker',
    versions: ['3.6.1', '3.9'],
    issue: 'KAFKA-18106',
    when:
      'when a broker starts with an empty disk in place of a failed one before a controller has removed it from the in-sync ' +
      'replicas: it may lead, and the others remove their records',
    section: 'An empty replica in sync',
  },
];

/** Acknowledged records that are in none of the logs. */
export function lostRecords(run: RunView): readonly Finding[] {
  const places = placesByRecord(run);
  const findings: Finding[] = [];
  for (const { sends } of run.producers) {
    for (const record of sends) {
      if (fateOf(record) !== 'acknowledged' || places.has(record) || wasDeleted(run, record)) continue;
      const { topic, batch, offset } = record;
      const partition = batch?.partition ?? -1;
      const text = `${nameOf(record)} was acknowledged at offset ${offset} but is not in the log.`;
      findings.push({ record, topic, partition, offset, text });
    }
  }
  return findings;
}

/** Whether retention, or the deletion of the topic, accounts for the record's absence. */
function wasDeleted(run: RunView, { topic, batch, offset }: SentRecord): boolean {
  const state = run.topics.find(({ name }) => name === topic);
  if (state === undefined || state.topicId !== batch?.topicId) return true;
  return replicasOf(run, topic, batch.partition).some(({ log }) => log.startOffset > offset);
}
