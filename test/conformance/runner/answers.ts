/**
 * The response of a scripted broker to each API: the default of the scenario format, changed by the rules that apply. Also updates the
 * cluster's state. Delays, drops and connections are in scripted-network.ts.
 */

import type { ClientVersion } from '../../../src/client/versions/index.ts';
import { ERRORS, type ErrorName } from '../../../src/protocol/errors/errors.ts';
import type {
  ApiVersionsResponse,
  MetadataRequest,
  MetadataResponse,
  ProducePartition,
  ProducePartitionResponse,
  ProduceRequest,
  ProduceResponse,
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
const PRODUCE_WITH_LEADER = 10;
/** From this version on, topics are named by their ids. */
const PRODUCE_BY_TOPIC_ID = 13;
const END_TXN_WITH_IDENTITY = 5;

export interface AnswerContext {
  readonly cluster: ScriptedCluster;
  readonly brokerId: number;
  readonly envelope: RequestEnvelope;
  readonly verdict: Verdict;
  readonly nowMs: number;
  readonly startMs: number;
  readonly scenario: Pick<Scenario, 'apiVersions' | 'leaderHints' | 'transactionVersion'>;
  /** The version of the brokers, which is that of the client. */
  readonly version: ClientVersion;
}

export function answerTo(context: AnswerContext): Response {
  const { cluster, envelope, verdict, scenario, version } = context;
  const { request } = envelope;
  const { action } = verdict;
  const { error = 'NONE', throttleMs: throttleTimeMs = 0 } = action;
  switch (request.api) {
    case 'ApiVersions':
      return {
        api: 'ApiVersions',
        error,
        throttleTimeMs,
        apiVersions: advertisedVersions(version, scenario.apiVersions),
        ...finalized(scenario),
      };
    case 'Metadata':
      return metadata(context, request, throttleTimeMs);
    case 'Produce':
      return { api: 'Produce', throttleTimeMs, ...produce(context, request) };
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
    case 'EndTxn': {
      const answersWithIdentity = error === 'NONE' && envelope.apiVersion >= END_TXN_WITH_IDENTITY;
      const identity = answersWithIdentity ? cluster.nextIdentity(request.transactionalId, request) : {};
      return { api: 'EndTxn', throttleTimeMs, error, ...identity };
    }
    default:
      throw new Error(`A scripted broker does not answer ${request.api}`);
  }
}

function finalized({ transactionVersion }: AnswerContext['scenario']): Partial<ApiVersionsResponse> {
  if (transactionVersion === undefined) return {};
  return { finalizedFeatures: { 'transaction.version': transactionVersion }, finalizedFeaturesEpoch: 1 };
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

function produce(
  context: AnswerContext,
  { partitions }: ProduceRequest,
): Pick<ProduceResponse, 'partitions' | 'nodeEndpoints'> {
  const answers = partitions.map((part) => producePartition(context, part));
  const named = new Set(answers.map(({ currentLeader }) => currentLeader?.leaderId));
  const nodeEndpoints = context.cluster.nodes.filter(({ id }) => named.has(id));
  return nodeEndpoints.length > 0 ? { partitions: answers, nodeEndpoints } : { partitions: answers };
}

function producePartition(context: AnswerContext, part: ProducePartition): ProducePartitionResponse {
  const { cluster, brokerId, envelope, verdict, nowMs, startMs } = context;
  const { topic, partition } = part;
  const scripted = verdict.partitions.get(placeName(part)) ?? {};
  const state = cluster.partition(topic, partition);
  const { error: scriptedError = 'NONE' } = scripted;
  const isById = envelope.apiVersion >= PRODUCE_BY_TOPIC_ID;
  const isKnown = !isById || part.topicId === cluster.topics.get(topic)?.topicId;
  const refused = isKnown ? refusal(state, brokerId) : 'UNKNOWN_TOPIC_ID';
  const error = scriptedError === 'NONE' ? refused : scriptedError;
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
    ...(envelope.apiVersion >= PRODUCE_WITH_LEADER ? leaderHint(context, error, state, scripted) : {}),
  };
}

function leaderHint(
  { scenario }: AnswerContext,
  error: ErrorName,
  state: ScriptedPartition | undefined,
  { currentLeader }: PartitionAnswer,
): Partial<ProducePartitionResponse> {
  if (currentLeader !== undefined)
    return { currentLeader: { leaderId: currentLeader.id, leaderEpoch: currentLeader.epoch } };
  if (!scenario.leaderHints || error !== 'NOT_LEADER_OR_FOLLOWER' || state === undefined) return {};
  return { currentLeader: { leaderId: state.leader, leaderEpoch: state.leaderEpoch } };
}

function refusal(state: ScriptedPartition | undefined, brokerId: number): ErrorName {
  if (state === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';
  return state.leader === brokerId ? 'NONE' : 'NOT_LEADER_OR_FOLLOWER';
}

function recordErrors({ recordErrors = [] }: PartitionAnswer): ProducePartitionResponse['recordErrors'] {
  return recordErrors.map(({ index, message = null }) => ({ batchIndex: index, message }));
}
