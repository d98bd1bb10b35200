/**
 * Produce (KIP-98 for producer ids, KIP-467 for record errors).
 *
 * Checks, in the real broker's order: transactional records without a transactional id (whole request); per partition: the
 * topic exists; acks is -1, 0 or 1 (whole request); the topic is not internal; this broker leads; enough replicas are in
 * sync (acks=all); size, checksum, header, records; duplicate; the transaction is open here (KIP-890: before the first batch
 * of a transaction the coordinator is asked, and the whole request waits for it); producer epoch and sequence.
 * Differs: the checksum is a flag set by a fault; quotas, ACLs and segment sizes do not exist; an error is answered with base
 * offset -1 always. What the broker would only write to its log is told as the event 'append refused'.
 */
import type { ErrorName } from '../../protocol/errors.ts';
import type { ProducePartition, ProduceRequest, RecordError } from '../../protocol/messages.ts';
import type { RecordBatch, StoredBatch } from '../../protocol/record-batch.ts';
import { isInternalTopic } from '../controller/topic-name.ts';
import type { Verifications } from '../coordinators/transactions/partition-verifier.ts';
import { type AppendRefusal, refusalOfContent, refusalOfSequence } from '../log/append-validation.ts';
import type { DelayedProduce, ProduceResult } from '../purgatory/delayed.ts';
import { errorOnceReached } from '../replication/delayed-produce.ts';
import { raiseHighWatermark } from '../replication/high-watermark.ts';
import { watchRetention } from '../replication/log-retention.ts';
import type { Replica } from '../replication/replica.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { serveWaitingFollowers } from '../replication/serve-followers.ts';
import { answer, type Call } from '../requests/call.ts';

const ADMIN_CLIENT_ID = '__admin_client';
const NO_RECORD_ERRORS: readonly RecordError[] = [];

/** What became of one partition's batch. */
interface Outcome {
  readonly result: ProduceResult;
  /** Whose log has the batch, whether just now or since an earlier attempt; `null`: nobody's. */
  readonly appendedTo: Replica | null;
  /** acks=all is fulfilled once the high watermark has reached it. */
  readonly requiredOffset: number;
}

export function handleProduce(call: Call, request: ProduceRequest): void {
  if (lacksTransactionalId(request)) {
    const error = 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED';
    respond(
      call,
      request,
      request.partitions.map((asked) => failure(asked, error).result),
    );
    return;
  }
  if (request.transactionalId !== null) produceTransaction(call, request);
  else appendAll(call, request, undefined);
}

/** Transactional records may have to be verified first. */
function produceTransaction(call: Call, request: ProduceRequest): void {
  const isVerifying =
    isAcks(request.acks) &&
    call.services.verifier.verify(request, (verifications) => appendAll(call, request, verifications));
  if (!isVerifying) appendAll(call, request, undefined);
}

function appendAll(call: Call, request: ProduceRequest, verifications: Verifications | undefined): void {
  const { replicas } = call.services;
  const outcomes: Outcome[] = [];
  const results: ProduceResult[] = [];
  let isAppended = false;
  for (const asked of request.partitions) {
    const outcome = produceTo(call, request, asked, verifications);
    outcomes.push(outcome);
    results.push(outcome.result);
    if (outcome.appendedTo !== null) isAppended = true;
  }
  if (isAppended && request.acks === -1) awaitReplicas(call, request, outcomes, results);
  else respond(call, request, results);
  for (const { appendedTo } of outcomes) if (appendedTo !== null) announce(replicas, appendedTo);
}

/** Appends one partition's batch if nothing speaks against it. */
function produceTo(
  call: Call,
  request: ProduceRequest,
  asked: ProducePartition,
  verifications: Verifications | undefined,
): Outcome {
  const unverified = verifications?.failures.get(asked);
  if (unverified !== undefined) return failure(asked, unverified.error, unverified.message);
  const { topic, partition, batch } = asked;
  const { services } = call;
  const { replicas, controlPlane, scheduler } = services;
  const replica = replicas.replica(topic, partition);
  if (replica === undefined && !controlPlane.knowsPartition(topic, partition))
    return failure(asked, 'UNKNOWN_TOPIC_OR_PARTITION');
  if (!isAcks(request.acks)) return failure(asked, 'INVALID_REQUIRED_ACKS');
  if (isInternalTopic(topic) && call.clientId !== ADMIN_CLIENT_ID) return failure(asked, 'INVALID_TOPIC_EXCEPTION');
  if (replica === undefined || !replica.isLeader)
    return failure(asked, replica?.isOffline === true ? 'KAFKA_STORAGE_ERROR' : 'NOT_LEADER_OR_FOLLOWER');
  const { log, config } = replica;
  if (request.acks === -1 && replica.isr.length < config.minInSyncReplicas) {
    const message =
      `The size of the current ISR Set(${replica.isr.join(', ')}) is insufficient to satisfy the min.isr requirement of ` +
      `${config.minInSyncReplicas} for partition ${replica.name}`;
    return refuse(call, replica, { error: 'NOT_ENOUGH_REPLICAS', message });
  }
  const name = replica.name;
  const { nowMs } = scheduler;
  const wallMs = nowMs + services.broker.clockSkewMs;
  const contentRefusal = refusalOfContent(batch, config, name, wallMs);
  if (contentRefusal !== undefined) return refuse(call, replica, contentRefusal);
  if (nowMs >= log.nextExpiryMs) {
    log.expireProducers(services.config, nowMs);
    watchRetention(replicas.replication, replica, batch);
  }
  const duplicate = log.producers.findDuplicate(batch);
  if (duplicate !== undefined) {
    // Kafka answers the stored timestamp as the append time, whatever the topic's timestamp type.
    const timestampMs = duplicate.logAppendTimeMs ?? duplicate.batch.maxTimestampMs;
    const requiredOffset = duplicate.baseOffset + duplicate.batch.recordCount;
    return { result: success(replica, duplicate.baseOffset, timestampMs), appendedTo: replica, requiredOffset };
  }
  if (batch.isTransactional && !services.verifier.isVerified(log, batch, verifications?.verifications.get(asked))) {
    const message = 'Record was not part of an ongoing transaction';
    return refuse(call, replica, { error: 'INVALID_TXN_STATE', message });
  }
  const sequenceRefusal = refusalOfSequence(log, batch, name);
  if (sequenceRefusal !== undefined) return refuse(call, replica, sequenceRefusal);
  const stored = store(replica, batch, wallMs);
  const result = success(replica, stored.baseOffset, stored.logAppendTimeMs ?? -1);
  return { result, appendedTo: replica, requiredOffset: log.endOffset };
}

function isAcks(acks: number): boolean {
  return acks === -1 || acks === 0 || acks === 1;
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

/** acks=all: the answer waits for the replicas, if they are not there already. */
function awaitReplicas(
  call: Call,
  request: ProduceRequest,
  outcomes: readonly Outcome[],
  results: readonly ProduceResult[],
): void {
  const { broker, replicas, scheduler } = call.services;
  const operation: DelayedProduce = {
    brokerId: broker.id,
    token: call.token,
    results,
    throttleTimeMs: throttleTimeOf(call, request),
    pending: 0,
    deadlineMs: scheduler.nowMs + request.timeoutMs,
  };
  for (const { result, appendedTo: replica, requiredOffset } of outcomes) {
    if (replica === null) continue;
    // With no follower to wait for, the append itself moves the high watermark.
    raiseHighWatermark(replicas, replica);
    if (replica.log.highWatermark < requiredOffset) {
      replica.acknowledgements.push({ operation, result, requiredOffset, isPending: true });
      operation.pending++;
      continue;
    }
    result.error = errorOnceReached(replica);
    if (result.error !== 'NONE') result.baseOffset = -1;
  }
  if (operation.pending === 0) {
    answer(call, { api: 'Produce', throttleTimeMs: operation.throttleTimeMs, partitions: results });
    return;
  }
  replicas.replication.delayedProduces.add(operation);
}

/** Lets the replica's followers and readers know that there is more. */
function announce(leader: ReplicaManager, replica: Replica): void {
  raiseHighWatermark(leader, replica);
  if (replica.followers.length > 0) serveWaitingFollowers(leader, replica);
}

/** Once per request: the client's quota is charged with it. */
function throttleTimeOf({ services, clientId }: Call, { partitions }: ProduceRequest): number {
  const { quotas, scheduler } = services;
  if (quotas.rates.isEmpty) return 0;
  let bytes = 0;
  for (const { batch } of partitions) bytes += batch.sizeInBytes;
  return quotas.throttleTimeMs(clientId, bytes, scheduler.nowMs);
}

function respond(call: Call, request: ProduceRequest, results: readonly ProduceResult[]): void {
  if (request.acks !== 0) {
    answer(call, { api: 'Produce', throttleTimeMs: throttleTimeOf(call, request), partitions: results });
  } else if (results.some(({ error }) => error !== 'NONE')) {
    // Nobody listens for an answer; closing the connection is how the client hears of it.
    const { effects, broker } = call.services;
    effects.add({ kind: 'disconnect', brokerId: broker.id, token: call.token });
  }
}

function success({ topic, partition, log }: Replica, baseOffset: number, logAppendTimeMs: number): ProduceResult {
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

function failure(
  { topic, partition }: ProducePartition,
  error: ErrorName,
  errorMessage: string | null = null,
): Outcome {
  return notAppended({
    topic,
    partition,
    error,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: NO_RECORD_ERRORS,
    errorMessage,
  });
}

/** Known errors are answered bare; others carry the log's start, and their message if single records are to blame. */
function refuse(call: Call, replica: Replica, { error, message, recordErrors }: AppendRefusal): Outcome {
  const { topic, partition, log } = replica;
  const { effects, broker } = call.services;
  effects.event('append refused', { broker: broker.id, partition: replica.name, error, message });
  const isBare = error === 'MESSAGE_TOO_LARGE' || error === 'CORRUPT_MESSAGE';
  return notAppended({
    topic,
    partition,
    error,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: isBare ? -1 : log.startOffset,
    recordErrors: recordErrors ?? NO_RECORD_ERRORS,
    errorMessage: recordErrors === undefined ? null : message,
  });
}

function notAppended(result: ProduceResult): Outcome {
  return { result, appendedTo: null, requiredOffset: 0 };
}

function lacksTransactionalId({ transactionalId, partitions }: ProduceRequest): boolean {
  if (transactionalId !== null) return false;
  for (const { batch } of partitions) if (batch.isTransactional) return true;
  return false;
}
