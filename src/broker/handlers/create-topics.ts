/**
 * CreateTopics (KIP-4; KIP-464 for the broker's defaults).
 *
 * Checks, in the real broker's order: the controller can be reached, in ZooKeeper mode on this broker; no topic is named twice; then,
 * per topic, the checks of controller/plan-topic.ts. The response is sent once the topics have leaders, or after timeoutMs with
 * REQUEST_TIMED_OUT, although the topics are created all the same.
 * Differs: there are no ACLs, no policies and no quotas.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { CreatableTopic, CreateTopicsRequest, CreateTopicsResponse } from '../../protocol/messages.ts';
import { planTopic } from '../controller/plan-topic.ts';
import { drawTopicId } from '../controller/topic-id.ts';
import { createTopic } from '../controller/topics.ts';
import type { ClusterMode } from '../modes/index.ts';
import { atController } from '../requests/at-controller.ts';
import { answer, type Call } from '../requests/call.ts';

type Result = CreateTopicsResponse['topics'][number];

interface Dialect {
  /** What the results of topics named twice say. */
  readonly namedTwice: string;
  /** How many results such a topic has: one, or as many as it was named. */
  readonly isRepeated: boolean;
  /** A request whose time is over before the controller begins with it: whether its topics are created. */
  readonly createsAfterTimeout: boolean;
  /** Whether a topic that is only validated gets an id, which means nothing. */
  readonly validatedTopicHasId: boolean;
  /** Whether the answer waits for leaders until timeoutMs; if not, the topics need only be written down. */
  readonly waitsForLeaders: boolean;
}

const DIALECTS: Readonly<Record<ClusterMode['createTopics'], Dialect>> = {
  ControllerApis: {
    namedTwice: 'Duplicate topic name.',
    isRepeated: false,
    createsAfterTimeout: false,
    validatedTopicHasId: true,
    waitsForLeaders: false,
  },
  ZkAdminManager: {
    namedTwice: 'Found multiple entries for this topic.',
    isRepeated: true,
    createsAfterTimeout: true,
    validatedTopicHasId: false,
    waitsForLeaders: true,
  },
};

export function handleCreateTopics(call: Call, request: CreateTopicsRequest): void {
  atController(
    call,
    () => createTopics(call, request),
    (error) =>
      respond(
        call,
        request.topics.map(({ name }) => failed(name, error, null)),
      ),
  );
}

function createTopics(call: Call, request: CreateTopicsRequest): void {
  const { broker, config, controller, scheduler } = call.services;
  const { timeoutMs, validateOnly } = request;
  const dialect = DIALECTS[config.mode.createTopics];
  const names = request.topics.map(({ name }) => name);
  const topics = request.topics.filter(({ name }, place) => dialect.isRepeated || names.indexOf(name) === place);
  if (timeoutMs <= 0 && !dialect.createsAfterTimeout) {
    respond(
      call,
      topics.map(({ name }) => failed(name, 'REQUEST_TIMED_OUT', null)),
    );
    return;
  }
  const results = topics.map((topic) =>
    names.filter((name) => name === topic.name).length > 1
      ? failed(topic.name, 'INVALID_REQUEST', dialect.namedTwice)
      : create(call, topic, validateOnly, dialect),
  );
  if (validateOnly || results.every(({ error }) => error !== 'NONE')) {
    respond(call, results);
    return;
  }
  const { leaderElectionDelayMs } = controller.options;
  const isInTime = !dialect.waitsForLeaders || timeoutMs >= leaderElectionDelayMs;
  const { incarnation } = broker;
  const respondLater = (waitMs: number, later: () => readonly Result[]): void => {
    scheduler.plan(scheduler.nowMs + waitMs, () => {
      if (broker.incarnation === incarnation) respond(call, later());
    });
  };
  const leaderless = dialect.waitsForLeaders ? results.filter((result) => cannotHaveLeaders(call, result)) : [];
  if (!isInTime) respondLater(Math.max(timeoutMs, 0), () => results.map(timedOut));
  else if (leaderless.length === 0) respondLater(leaderElectionDelayMs, () => results);
  else
    respondLater(timeoutMs, () => results.map((result) => (leaderless.includes(result) ? timedOut(result) : result)));
}

/** Whether the new topic has a partition without a live replica. */
function cannotHaveLeaders({ services }: Call, { name, error }: Result): boolean {
  const { controlPlane } = services;
  const partitions = error === 'NONE' ? (controlPlane.topic(name)?.partitions ?? []) : [];
  return partitions.some(({ replicas }) => !replicas.some((id) => controlPlane.isRegistered(id)));
}

function create({ services }: Call, topic: CreatableTopic, validateOnly: boolean, dialect: Dialect): Result {
  const { controller, controlPlane } = services;
  const plan = planTopic(controller, topic);
  if ('refusal' in plan) return failed(topic.name, plan.refusal.error, plan.refusal.message);
  if (!validateOnly) createTopic(controller, topic, plan.assignment, 'later');
  const idOfValidated = (): string => (dialect.validatedTopicHasId ? drawTopicId(controller.options.nextInt) : '');
  return {
    name: topic.name,
    topicId: validateOnly ? idOfValidated() : (controlPlane.topic(topic.name)?.topicId ?? ''),
    error: 'NONE',
    errorMessage: null,
    numPartitions: plan.assignment.length,
    replicationFactor: plan.assignment[0]?.length ?? -1,
  };
}

/** The topic has been created, so that its id is known. */
function timedOut(result: Result): Result {
  if (result.error !== 'NONE') return result;
  return { ...failed(result.name, 'REQUEST_TIMED_OUT', null), topicId: result.topicId };
}

function failed(name: string, error: ErrorName, errorMessage: string | null): Result {
  return { name, topicId: '', error, errorMessage, numPartitions: -1, replicationFactor: -1 };
}

function respond(call: Call, topics: readonly Result[]): void {
  answer(call, { api: 'CreateTopics', throttleTimeMs: 0, topics });
}
