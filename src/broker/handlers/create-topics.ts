/**
 * CreateTopics (KIP-4; KIP-464 for the broker's defaults).
 *
 * Checks, in the real broker's order: this broker is the controller; no topic is named twice; then, per topic, the checks of
 * controller/topics.ts. The response is sent once the topics have leaders, or after timeoutMs with REQUEST_TIMED_OUT, although the
 * topics are created all the same.
 * Differs: there are no ACLs, no policies and no quotas.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { CreatableTopic, CreateTopicsRequest, CreateTopicsResponse } from '../../protocol/messages.ts';
import { createTopic, planTopic } from '../controller/topics.ts';
import { answer, type Call } from '../requests/call.ts';

type Result = CreateTopicsResponse['topics'][number];

export function handleCreateTopics(call: Call, request: CreateTopicsRequest): void {
  const { broker, controller, scheduler } = call.services;
  const { leaderElectionDelayMs } = controller.options;
  const names = request.topics.map(({ name }) => name);
  if (!controller.isAt(broker.id)) {
    respond(
      call,
      request.topics.map(({ name }) => failed(name, 'NOT_CONTROLLER', null)),
    );
    return;
  }
  const results = request.topics
    .filter(({ name }, place) => names.indexOf(name) === place)
    .map((topic) =>
      names.filter((name) => name === topic.name).length > 1
        ? failed(topic.name, 'INVALID_REQUEST', 'Found multiple entries for this topic.')
        : create(call, topic, request.validateOnly),
    );
  if (request.validateOnly || results.every(({ error }) => error !== 'NONE')) {
    respond(call, results);
    return;
  }
  const isInTime = request.timeoutMs >= leaderElectionDelayMs;
  const waitMs = isInTime ? leaderElectionDelayMs : Math.max(request.timeoutMs, 0);
  const { incarnation } = broker;
  scheduler.plan(scheduler.nowMs + waitMs, () => {
    if (broker.incarnation === incarnation) respond(call, isInTime ? results : results.map(timedOut));
  });
}

function create({ services }: Call, topic: CreatableTopic, validateOnly: boolean): Result {
  const { controller, controlPlane } = services;
  const plan = planTopic(controller, topic);
  if ('refusal' in plan) return failed(topic.name, plan.refusal.error, plan.refusal.message);
  if (!validateOnly) createTopic(controller, topic, plan.assignment, 'later');
  return {
    name: topic.name,
    topicId: controlPlane.topic(topic.name)?.topicId ?? '',
    error: 'NONE',
    errorMessage: null,
    numPartitions: plan.assignment.length,
    replicationFactor: plan.assignment[0]?.length ?? -1,
  };
}

function timedOut(result: Result): Result {
  return result.error === 'NONE' ? failed(result.name, 'REQUEST_TIMED_OUT', null) : result;
}

function failed(name: string, error: ErrorName, errorMessage: string | null): Result {
  return { name, topicId: '', error, errorMessage, numPartitions: -1, replicationFactor: -1 };
}

function respond(call: Call, topics: readonly Result[]): void {
  answer(call, { api: 'CreateTopics', throttleTimeMs: 0, topics });
}
