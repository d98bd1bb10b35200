/**
 * The response of a scripted broker to each API: the default of the scenario format, changed by the rules that apply. Also updates the
 * cluster's state. Delays, drops and connections are in scripted-network.ts.
 */
import { ERRORS, type ErrorName } from '../../../src/protocol/errors/errors.ts';
import type {
  MetadataRequest,
  MetadataResponse,
  ProducePartition,
  ProducePartitionResponse,
  ProduceRequest,
  RequestEnvelope,
  Response,
  TopicMetadata,
} from '../../../src/protocol/messages.ts';
import { advertisedVersions } from './api-keys.ts';
import type { Verdict } from './broker-rules.ts';
import { placeName } from './request-numbers.ts';
import type { PartitionAnswer, Scenario } from './scenario.ts';
import type { ScriptedCluster, ScriptedPartition } from './scripted-cluster.ts';

/** The first versions of a response that have the field. */
const METADATA_WITH_LEADER_EPOCH = 7;
const PRODUCE_WITH_LOG_START_OFFSET = 5;
const PRODUCE_WITH_RECORD_ERRORS = 8;

export interface AnswerContext {
  readonly cluster: ScriptedCluster;
  readonly brokerId: number;
  readonly envelope: RequestEnvelope;
  readonly verdict: Verdict;
  readonly nowMs: number;
  readonly startMs: number;
  readonly apiVersions: Scenario['apiVersions'];
}

export function answerTo(context: AnswerContext): Response {
  const { cluster, envelope, verdict, apiVersions } = context;
  const { request } = envelope;
  const { action } = verdict;
  const { error = 'NONE', throttleMs: throttleTimeMs = 0 } = action;
  switch (request.api) {
    case 'ApiVersions':
      return { api: 'ApiVersions', error, throttleTimeMs, apiVersions: advertisedVersions(apiVersions) };
    case 'Metadata':
      return metadata(context, request, throttleTimeMs);
    case 'Produce':
      return { api: 'Produce', throttleTimeMs, partitions: produce(context, request) };
    case 'InitProducerId': {
      if (error !== 'NONE') return { api: 'InitProducerId', throttleTimeMs, error, producerId: -1, producerEpoch: -1 };
      const next = cluster.nextIdentity(request.transactionalId, request);
      const { producerId = next.producerId, producerEpoch = next.producerEpoch } = action;
      return { api: 'InitProducerId', throttleTimeMs, error, producerId, producerEpoch };
    }
    case 'FindCoordinator': {
      const node = error === 'NONE' ? (cluster.node(action.coordinator ?? cluster.coordinatorId) ?? null) : null;
      const errorMessage = action.message ?? (error === 'NONE' ? null : ERRORS[error].message);
      return { api: 'FindCoordinator', throttleTimeMs, error, errorMessage, node };
    }
    case 'AddPartitionsToTxn': {
      const partitions = request.partitions.map((place) => ({
        ...place,
        error: partitionError(verdict, place) ?? error,
      }));
      return { api: 'AddPartitionsToTxn', throttleTimeMs, partitions };
    }
    case 'AddOffsetsToTxn':
      return { api: 'AddOffsetsToTxn', throttleTimeMs, error };
    case 'TxnOffsetCommit': {
      const partitions = request.partitions.map((place) => ({
        topic: place.topic,
        partition: place.partition,
        error: partitionError(verdict, place) ?? error,
      }));
      return { api: 'TxnOffsetCommit', throttleTimeMs, partitions };
    }
    case 'EndTxn':
      return { api: 'EndTxn', throttleTimeMs, error };
    default:
      throw new Error(`A scripted broker does not answer ${request.api}`);
  }
}

// --- Metadata ------------------------------------------------------------------------------------------------------------

function metadata(
  { cluster, envelope, verdict }: AnswerContext,
  request: MetadataRequest,
  throttleTimeMs: number,
): MetadataResponse {
  const { topics: errors = {}, emptyBrokers = false } = verdict.action;
  const names = request.topics ?? [...cluster.topics.keys()];
  const withEpoch = envelope.apiVersion >= METADATA_WITH_LEADER_EPOCH;
  return {
    api: 'Metadata',
    throttleTimeMs,
    brokers: emptyBrokers ? [] : cluster.nodes,
    clusterId: 'scripted',
    controllerId: cluster.nodes[0]?.id ?? -1,
    topics: names.map((name) => topicMetadata(cluster, name, errors[name], verdict, withEpoch)),
  };
}

function topicMetadata(
  cluster: ScriptedCluster,
  name: string,
  scripted: ErrorName | undefined,
  verdict: Verdict,
  withEpoch: boolean,
): TopicMetadata {
  const topic = cluster.topics.get(name);
  const error = scripted ?? (topic === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : (topic.error ?? 'NONE'));
  const states = error === 'NONE' ? (topic?.partitions ?? []) : [];
  const partitions = states.map((state, partition) =>
    partitionMetadata(state, partition, partitionError(verdict, { topic: name, partition }), withEpoch),
  );
  return { error, name, topicId: topic?.topicId ?? '', isInternal: false, partitions };
}

/** A partition with an error has no leader. */
function partitionMetadata(
  state: ScriptedPartition,
  partition: number,
  scripted: ErrorName | undefined,
  withEpoch: boolean,
): TopicMetadata['partitions'][number] {
  const { leader, leaderEpoch, replicas, isr } = state;
  let error = scripted ?? state.error ?? 'NONE';
  if (error === 'NONE' && leader < 0) error = 'LEADER_NOT_AVAILABLE';
  return {
    error,
    partition,
    leader: error === 'NONE' ? leader : -1,
    leaderEpoch: withEpoch ? leaderEpoch : -1,
    replicas,
    isr,
    offlineReplicas: [],
  };
}

function partitionError(
  verdict: Verdict,
  place: { readonly topic: string; readonly partition: number },
): ErrorName | undefined {
  const answer = verdict.action.partitions?.[placeName(place)];
  return typeof answer === 'string' ? answer : answer?.error;
}

// --- Produce -------------------------------------------------------------------------------------------------------------

function produce(context: AnswerContext, { partitions }: ProduceRequest): ProducePartitionResponse[] {
  return partitions.map((part) => producePartition(context, part));
}

function producePartition(context: AnswerContext, part: ProducePartition): ProducePartitionResponse {
  const { cluster, brokerId, envelope, verdict, nowMs, startMs } = context;
  const { topic, partition } = part;
  const scripted = verdict.partitions.get(placeName(part)) ?? {};
  const state = cluster.partition(topic, partition);
  const { error: scriptedError = 'NONE' } = scripted;
  const error = scriptedError === 'NONE' ? refusal(state, brokerId) : scriptedError;
  const succeeds = error === 'NONE';
  const isAnswered = verdict.action.drop !== true && verdict.action.disconnect !== true;
  const baseOffset = state?.logEndOffset ?? 0;
  if (state !== undefined && (scripted.append === true || (succeeds && isAnswered)))
    state.logEndOffset += part.batch.recordCount;
  const stampMs = scripted.logAppendTimeRel === undefined ? nowMs : startMs + scripted.logAppendTimeRel;
  const isStamped = succeeds && cluster.topics.get(topic)?.logAppendTime === true;
  const hasRecordErrors = envelope.apiVersion >= PRODUCE_WITH_RECORD_ERRORS;
  return {
    topic,
    partition,
    error,
    baseOffset: scripted.baseOffset ?? (succeeds ? baseOffset : -1),
    logAppendTimeMs: isStamped || scripted.logAppendTimeRel !== undefined ? stampMs : -1,
    logStartOffset:
      envelope.apiVersion >= PRODUCE_WITH_LOG_START_OFFSET ? (scripted.logStartOffset ?? (succeeds ? 0 : -1)) : -1,
    recordErrors: hasRecordErrors ? recordErrors(scripted) : [],
    errorMessage: hasRecordErrors ? (scripted.message ?? null) : null,
  };
}

function refusal(state: ScriptedPartition | undefined, brokerId: number): ErrorName {
  if (state === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';
  return state.leader === brokerId ? 'NONE' : 'NOT_LEADER_OR_FOLLOWER';
}

function recordErrors({ recordErrors = [] }: PartitionAnswer): ProducePartitionResponse['recordErrors'] {
  return recordErrors.map(({ index, message = null }) => ({ batchIndex: index, message }));
}
