/**
 * CreatePartitions (KIP-195).
 *
 * Checks, in the real broker's order: the controller can be reached, in ZooKeeper mode on this broker; no topic is named twice; then, per topic, the checks of
 * controller/admin-rules-kraft.ts or controller/admin-rules-zookeeper.ts. Brokers know the new partitions when the response is sent.
 * Differs: there are no ACLs and no quotas.
 */
import { createPartitionsApi } from '../../protocol/apis/create-partitions.ts';
import type {
  CreatePartitionsRequest,
  CreatePartitionsResponse,
  CreatePartitionsTopic,
} from '../../protocol/messages.ts';
import type { Refusal } from '../controller/admin-rules.ts';
import { createPartitions, refusalOfPartitions } from '../controller/more-partitions.ts';
import { atController } from '../requests/at-controller.ts';
import { answer, type Call } from '../requests/call.ts';

type Result = CreatePartitionsResponse['topics'][number];

const TIMED_OUT: Refusal = { error: 'REQUEST_TIMED_OUT', message: null };

export function handleCreatePartitions(call: Call, request: CreatePartitionsRequest): void {
  atController(
    call,
    () => createAll(call, request),
    (error) => answer(call, createPartitionsApi.refuse(request, error)),
  );
}

function createAll(call: Call, request: CreatePartitionsRequest): void {
  const { controller } = call.services;
  const names = new Set(request.topics.map(({ name }) => name));
  const topics = [...names].map((name): Result => {
    const asked = request.topics.filter((topic) => topic.name === name);
    const refusal = asked.length > 1 ? controller.adminRules.repeatedTopic : create(call, asked[0]!, request);
    return { name, error: refusal?.error ?? 'NONE', errorMessage: refusal?.message ?? null };
  });
  answer(call, { api: 'CreatePartitions', throttleTimeMs: 0, topics });
}

function create(
  { services }: Call,
  topic: CreatePartitionsTopic,
  { timeoutMs, validateOnly }: CreatePartitionsRequest,
): Refusal | undefined {
  const { controller } = services;
  const isTooLate = timeoutMs <= 0 && !validateOnly;
  if (isTooLate && !controller.adminRules.createsPartitionsTooLate) return TIMED_OUT;
  const refusal = refusalOfPartitions(controller, topic);
  if (refusal !== undefined || validateOnly) return refusal;
  createPartitions(controller, topic);
  return isTooLate ? TIMED_OUT : undefined;
}
