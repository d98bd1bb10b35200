/**
 * NoAcknowledgedRecordLost: what was acknowledged stays.
 *
 * Guarantee: with acks=all, as long as one in-sync replica remains, and every leader is elected from the in-sync replicas
 * (unclean.leader.election.enable=false). min.insync.replicas says how many brokers may fail for good before that is over.
 * Not guaranteed: with acks=1 (the leader may fail before anybody fetched), after an unclean election, for what retention or
 * the deletion of the topic takes away.
 * Not kept by 3.6.1: when a batch fails in a commit, though it was stored, the next one gets its sequence, and is taken for it (KAFKA-14397).
 * Source: Kafka documentation, 4.6 Message Delivery Semantics and 4.7 Replication; KIP-101.
 */
import type { Validation } from '../sim/index.ts';
import { fateOf } from './fate.ts';
import { type Finding, nameOf, problemOf } from './finding.ts';
import { placesByRecord } from './stored-records.ts';
import { replicasOf, type SentRecord, type TrialSubject } from './trial-subject.ts';

export function noAcknowledgedRecordLost(): Validation<TrialSubject> {
  return { name: 'NoAcknowledgedRecordLost', validate: (subject) => problemOf(lostRecords(subject)) };
}

/** Records with an offset that are in no log that counts. */
export function lostRecords(subject: TrialSubject): readonly Finding[] {
  const places = placesByRecord(subject);
  const findings: Finding[] = [];
  for (const { sends } of subject.producers) {
    for (const record of sends) {
      if (fateOf(record) !== 'acknowledged' || places.has(record) || isTakenAway(subject, record)) continue;
      const { topic, batch, offset } = record;
      const partition = batch?.partition ?? -1;
      const text = `${nameOf(record)} was acknowledged at offset ${offset}, and is not in the log.`;
      findings.push({ record, topic, partition, offset, text });
    }
  }
  return findings;
}

function isTakenAway(subject: TrialSubject, { topic, batch, offset }: SentRecord): boolean {
  const state = subject.topics.find(({ name }) => name === topic);
  if (state === undefined || state.topicId !== batch?.topicId) return true;
  return replicasOf(subject, topic, batch.partition).some(({ log }) => log.startOffset > offset);
}
