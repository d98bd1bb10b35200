/**
 * Produce (KIP-98 for producer ids, KIP-467 for record errors).
 *
 * Checks, in the real broker's order: the batches can be read, and transactional ones need a transactional id, or the whole request is
 * refused. Then each partition's batch is checked and appended (requests/append-batch.ts). Before the first batch of a transaction,
 * the coordinator is asked whether its partitions are in the transaction, and the whole request waits for the answer (KIP-890). With
 * acks=all the response is sent once the high watermark has reached the batches, or after the request's timeout.
 * Differs: there are no ACLs, and no quotas other than producer_byte_rate.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { ProducePartition, ProduceRequest } from '../../protocol/messages.ts';
import type { Verifications } from '../coordinators/transactions/partition-verifier.ts';
import { refusalOfBytes } from '../log/malformed-batches.ts';
import type { DelayedProduce, ProduceResult } from '../purgatory/delayed.ts';
import { errorOnceReached } from '../replication/delayed-produce.ts';
import { raiseHighWatermark } from '../replication/high-watermark.ts';
import type { Replica } from '../replication/replica.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import { serveWaitingFollowers } from '../replication/serve-followers.ts';
import { type AppendOutcome, appendBatch, failedResult, isValidAcks } from '../requests/append-batch.ts';
import { answer, type Call } from '../requests/call.ts';

/** KIP-516. */
const IDS_FROM_VERSION = 13;

export function handleProduce(call: Call, request: ProduceRequest): void {
  const refusal = refusalOfRequest(request);
  if (refusal !== undefined) {
    const { error, message } = refusal;
    const results = request.partitions.map((asked) => failedResult(asked, error, message));
    respond(call, request, results);
    return;
  }
  if (request.transactionalId !== null) produceTransaction(call, request);
  else appendAll(call, request, undefined);
}

/** Why the whole request is refused; undefined if its partitions are looked at. */
function refusalOfRequest({
  transactionalId,
  partitions,
}: ProduceRequest): { readonly error: ErrorName; readonly message: string | null } | undefined {
  let isTransactional = false;
  for (const { batch } of partitions) {
    if (batch.isTransactional) isTransactional = true;
    if (batch.malformation === undefined) continue;
    const refusal = refusalOfBytes(batch.malformation);
    if (refusal !== undefined) return refusal;
  }
  if (!isTransactional || transactionalId !== null) return undefined;
  return { error: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED', message: null };
}

/** Appends at once, or when the coordinator has verified the partitions that need it. */
function produceTransaction(call: Call, request: ProduceRequest): void {
  const { services, token } = call;
  const isSilent = request.acks === 0;
  const isVerifying =
    isValidAcks(request.acks) &&
    services.verifier.verify(request, call.apiVersion, (verifications) => {
      appendAll(call, request, verifications);
      if (isSilent) services.effects.add({ kind: 'unmute', token });
    });
  if (isVerifying && isSilent) services.effects.add({ kind: 'mute', token });
  if (!isVerifying) appendAll(call, request, undefined);
}

function appendAll(call: Call, request: ProduceRequest, verifications: Verifications | undefined): void {
  const { replicas } = call.services;
  const readsIds = call.services.config.version.policies.topicIdsInProduce === 'understood';
  const outcomes = request.partitions.map((asked) =>
    readsIds && isOtherTopic(call, request, asked)
      ? { result: failedResult(asked, 'UNKNOWN_TOPIC_ID'), appendedTo: null, requiredOffset: -1 }
      : appendBatch(call, request.acks, asked, verifications),
  );
  const results = outcomes.map(({ result }) => result);
  const isAppended = outcomes.some(({ appendedTo }) => appendedTo !== null);
  if (isAppended && request.acks === -1) awaitReplicas(call, request, outcomes, results);
  else respond(call, request, results);
  for (const { appendedTo } of outcomes) if (appendedTo !== null) announceAppend(replicas, appendedTo, request.acks);
}

/** Whether the request, in a version that names topics by id, means a topic that this broker does not know. */
function isOtherTopic(
  { services }: Call,
  { latestVersion }: ProduceRequest,
  { topic, topicId }: ProducePartition,
): boolean {
  if (topicId === undefined || (latestVersion !== undefined && latestVersion < IDS_FROM_VERSION)) return false;
  return services.metadata.topic(topic)?.topicId !== topicId;
}

/** Responds at once. The response says what the broker knows of leaders; most brokers and responses say nothing of them. */
function respondNow(call: Call, throttleTimeMs: number, results: readonly ProduceResult[]): void {
  const { replicas, metadata } = call.services;
  answer(call, replicas.replication.leaderHints.produceResponse(throttleTimeMs, results, metadata));
}

/** With acks=all: responds once the in-sync replicas have the batches, which may be now. */
function awaitReplicas(
  call: Call,
  request: ProduceRequest,
  outcomes: readonly AppendOutcome[],
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
    // If there is no follower to wait for, the append itself moves the high watermark.
    raiseHighWatermark(replicas, replica);
    if (replica.log.highWatermark < requiredOffset) {
      replica.acknowledgements.push({ operation, result, requiredOffset, isPending: true });
      operation.pending++;
      continue;
    }
    result.error = errorOnceReached(replica);
  }
  if (operation.pending === 0) {
    respondNow(call, operation.throttleTimeMs, results);
    return;
  }
  replicas.replication.delayedProduces.add(operation);
}

/** Notifies the partition's readers and followers of new records. */
function announceAppend(leader: ReplicaManager, replica: Replica, acks: number): void {
  // With acks=all this has been done before the wait for the replicas began.
  if (acks !== -1) raiseHighWatermark(leader, replica);
  if (replica.followers.length > 0) serveWaitingFollowers(leader, replica);
}

/** Charges the request to the client's quota, and returns how long the client is throttled. Call it once per request. */
function throttleTimeOf({ services, clientId }: Call, { partitions }: ProduceRequest): number {
  const { quotas, scheduler } = services;
  if (quotas.rates.isEmpty) return 0;
  let bytes = 0;
  for (const { batch } of partitions) bytes += batch.sizeInBytes;
  return quotas.throttleTimeMs(clientId, bytes, scheduler.nowMs);
}

function respond(call: Call, request: ProduceRequest, results: readonly ProduceResult[]): void {
  if (request.acks !== 0) {
    respondNow(call, throttleTimeOf(call, request), results);
  } else if (results.some(({ error }) => error !== 'NONE')) {
    // With acks=0 the client expects no response, so the broker reports the error by closing the connection.
    const { effects, broker } = call.services;
    effects.add({ kind: 'disconnect', brokerId: broker.id, token: call.token });
  }
}
