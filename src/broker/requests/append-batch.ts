/**
 * Appends the batch that a Produce request has for one partition (ReplicaManager.appendToLocalLog, Partition.appendRecordsToLeader).
 *
 * Checks, in the real broker's order: the coordinator verified the partition, if it was asked; the topic exists; there is one batch
 * of the current format; acks is -1, 0 or
 * 1; the topic is not internal; this broker leads the partition; enough replicas are in sync (acks=all); the batch's size, checksum,
 * header and records, and that it fits in a segment; it is not a duplicate, which is answered with the earlier offset; its transaction is open in this log;
 * producer epoch and sequence number.
 * Differs: the checksum is a flag that a fault sets. What the real broker would only log is recorded as the event 'append refused'.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { ProducePartition, RecordError } from '../../protocol/messages.ts';
import type { RecordBatch, StoredBatch } from '../../protocol/records/record-batch.ts';
import { isInternalTopic } from '../controller/topic-name.ts';
import type { Verifications } from '../coordinators/transactions/partition-verifier.ts';
import type { AppendRefusal } from '../log/append-refusal.ts';
import { refusalOfContent, refusalOfSequence } from '../log/append-validation.ts';
import type { Verification } from '../log/log-transactions.ts';
import { isOneBatch } from '../log/malformed-batches.ts';
import type { ProduceResult } from '../purgatory/delayed.ts';
import { watchRetention } from '../replication/log-retention.ts';
import type { Replica } from '../replication/replica.ts';
import type { Call } from './call.ts';

const ADMIN_CLIENT_ID = '__admin_client';
const NO_RECORD_ERRORS: readonly RecordError[] = [];

/** ReplicaManager.appendToLocalLog. */
const EXPECTED_REFUSALS: readonly ErrorName[] = ['MESSAGE_TOO_LARGE', 'CORRUPT_MESSAGE', 'RECORD_LIST_TOO_LARGE'];

export interface AppendOutcome {
  readonly result: ProduceResult;
  /** The replica whose log has the batch, from this attempt or an earlier one; `null` if the batch was refused. */
  readonly appendedTo: Replica | null;
  /** With acks=all, the batch is acknowledged once the high watermark has reached this offset. */
  readonly requiredOffset: number;
}

export function appendBatch(
  call: Call,
  acks: number,
  asked: ProducePartition,
  verifications: Verifications | undefined,
): AppendOutcome {
  const unverified = verifications?.failures.get(asked);
  if (unverified !== undefined) return notAppended(failedResult(asked, unverified.error, unverified.message));
  const replica = call.services.replicas.replica(asked.topic, asked.partition);
  const error = errorOfPartition(call, acks, asked, replica);
  if (replica === undefined || error !== 'NONE') return notAppended(failedResult(asked, error));
  return appendToLeader(call, acks, replica, asked.batch, verifications?.verifications.get(asked));
}

export function isValidAcks(acks: number): boolean {
  return acks === -1 || acks === 0 || acks === 1;
}

/** The checks that come before those of the partition's leader. */
function errorOfPartition(
  { services, clientId }: Call,
  acks: number,
  { topic, partition, batch }: ProducePartition,
  replica: Replica | undefined,
): ErrorName {
  const isKnown = replica !== undefined && services.broker.isUpToDate;
  if (!isKnown && !services.metadata.knowsPartition(topic, partition)) return 'UNKNOWN_TOPIC_OR_PARTITION';
  if (batch.malformation !== undefined && !isOneBatch(batch)) return 'INVALID_RECORD';
  if (!isValidAcks(acks)) return 'INVALID_REQUIRED_ACKS';
  if (isInternalTopic(topic) && clientId !== ADMIN_CLIENT_ID) return 'INVALID_TOPIC_EXCEPTION';
  if (replica?.isLeader === true) return 'NONE';
  return replica?.isOffline === true ? 'KAFKA_STORAGE_ERROR' : 'NOT_LEADER_OR_FOLLOWER';
}

/** Runs the leader's checks, and appends the batch if it passes them and is not in the log already. */
function appendToLeader(
  call: Call,
  acks: number,
  replica: Replica,
  batch: RecordBatch,
  verification: Verification | undefined,
): AppendOutcome {
  const { scheduler, broker } = call.services;
  const { log, config, name } = replica;
  if (acks === -1 && replica.isr.length < replica.requiredInSync) return refuse(call, replica, tooFewReplicas(replica));
  const wallMs = scheduler.nowMs + broker.clockSkewMs;
  const contentRefusal = refusalOfContent(batch, config, name, wallMs);
  if (contentRefusal !== undefined) return refuse(call, replica, contentRefusal);
  expireOldState(call, replica, batch);
  const duplicate = log.producers.findDuplicate(batch);
  if (duplicate !== undefined) return alreadyAppended(replica, duplicate);
  if (batch.isTransactional) {
    const refusal = call.services.verifier.refusalOf(log, batch, verification);
    if (refusal !== undefined) return refuse(call, replica, refusal);
  }
  const sequenceRefusal = refusalOfSequence(log, batch, name, call.services.config.version.policies);
  if (sequenceRefusal !== undefined) return refuse(call, replica, sequenceRefusal);
  const stored = store(replica, batch, wallMs);
  const result = appendedResult(replica, stored.baseOffset, stored.logAppendTimeMs ?? -1);
  return { result, appendedTo: replica, requiredOffset: log.endOffset };
}

function tooFewReplicas({ isr, requiredInSync, name }: Replica): AppendRefusal {
  const message =
    `The size of the current ISR Set(${isr.join(', ')}) is insufficient to satisfy the min.isr requirement of ` +
    `${requiredInSync} for partition ${name}`;
  return { error: 'NOT_ENOUGH_REPLICAS', message };
}

/** Forgets idle producers and schedules the deletion of old records. Kafka does so regularly, but only appends show the difference. */
function expireOldState({ services }: Call, replica: Replica, batch: RecordBatch): void {
  const { scheduler, config, replicas } = services;
  if (scheduler.nowMs < replica.log.nextExpiryMs) return;
  replica.log.expireProducers(config, scheduler.nowMs);
  watchRetention(replicas.replication, replica, batch);
}

function alreadyAppended(replica: Replica, { baseOffset, batch, logAppendTimeMs }: StoredBatch): AppendOutcome {
  // Kafka answers with the stored timestamp as the append time, whatever the topic's timestamp type.
  const result = appendedResult(replica, baseOffset, logAppendTimeMs ?? batch.maxTimestampMs);
  return { result, appendedTo: replica, requiredOffset: baseOffset + batch.recordCount };
}

function store(replica: Replica, batch: RecordBatch, nowMs: number): StoredBatch {
  const { log, leaderEpoch } = replica;
  const stored: StoredBatch =
    replica.config.timestampType === 'LogAppendTime'
      ? { baseOffset: log.endOffset, partitionLeaderEpoch: leaderEpoch, batch, logAppendTimeMs: nowMs }
      : { baseOffset: log.endOffset, partitionLeaderEpoch: leaderEpoch, batch };
  log.append(stored);
  return stored;
}

function appendedResult(
  { topic, partition, log }: Replica,
  baseOffset: number,
  logAppendTimeMs: number,
): ProduceResult {
  return {
    topic,
    partition,
    error: 'NONE',
    baseOffset,
    logAppendTimeMs,
    logStartOffset: log.startOffset,
    recordErrors: NO_RECORD_ERRORS,
    errorMessage: null,
  };
}

/** The result of a batch that was refused before the leader's checks, which does not carry the start of the log. */
export function failedResult(
  { topic, partition }: ProducePartition,
  error: ErrorName,
  errorMessage: string | null = null,
): ProduceResult {
  return {
    topic,
    partition,
    error,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: NO_RECORD_ERRORS,
    errorMessage,
  };
}

/**
 * The outcome of a batch that the leader refused. As in Kafka, the response carries the start of the log unless the error is one
 * that Kafka expects, and it carries the message only if single records are to blame.
 */
function refuse(call: Call, replica: Replica, { error, message, recordErrors }: AppendRefusal): AppendOutcome {
  const { topic, partition, log } = replica;
  const { effects, broker } = call.services;
  effects.event('append refused', { broker: broker.id, partition: replica.name, error, message });
  const isExpected = EXPECTED_REFUSALS.includes(error);
  return notAppended({
    topic,
    partition,
    error,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: isExpected ? -1 : log.startOffset,
    recordErrors: recordErrors ?? NO_RECORD_ERRORS,
    errorMessage: recordErrors === undefined ? null : message,
  });
}

function notAppended(result: ProduceResult): AppendOutcome {
  return { result, appendedTo: null, requiredOffset: 0 };
}
