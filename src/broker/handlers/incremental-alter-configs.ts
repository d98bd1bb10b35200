/**
 * IncrementalAlterConfigs (KIP-339), for topics.
 *
 * Checks, in the real broker's order, per resource: it is named once; no key is named twice; every value but that of a deletion is
 * given; the controller, or ZooKeeper, can be reached; then those of controller/topic-settings.ts.
 * Differs: there are no ACLs and no policies. Configurations and log levels of brokers cannot be changed (INVALID_REQUEST).
 */
import { incrementalAlterConfigsApi } from '../../protocol/apis/incremental-alter-configs.ts';
import type {
  AlterConfigsResource,
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from '../../protocol/messages.ts';
import type { Refusal } from '../controller/admin-rules.ts';
import { alterTopicConfig } from '../controller/topic-settings.ts';
import { whereConfigsAreKept } from '../requests/at-controller.ts';
import { answer, type Call } from '../requests/call.ts';

type Result = IncrementalAlterConfigsResponse['resources'][number];

export function handleIncrementalAlterConfigs(call: Call, request: IncrementalAlterConfigsRequest): void {
  whereConfigsAreKept(
    call,
    () => alterAll(call, request),
    (error) => answer(call, incrementalAlterConfigsApi.refuse(request, error)),
  );
}

function alterAll(call: Call, request: IncrementalAlterConfigsRequest): void {
  const resources = request.resources.map((resource): Result => {
    const { type, name } = resource;
    const refusal = alter(call, resource, request);
    return { type, name, error: refusal?.error ?? 'NONE', errorMessage: refusal?.message ?? null };
  });
  answer(call, { api: 'IncrementalAlterConfigs', throttleTimeMs: 0, resources });
}

function alter(
  { services }: Call,
  resource: AlterConfigsResource,
  { resources, validateOnly }: IncrementalAlterConfigsRequest,
): Refusal | undefined {
  const { controller } = services;
  const { type, name, configs } = resource;
  if (resources.filter((other) => other.type === type && other.name === name).length > 1) {
    return invalidRequest('Each resource must appear at most once.');
  }
  if (new Set(configs.map((config) => config.name)).size < configs.length) {
    return invalidRequest('Error due to duplicate config keys');
  }
  const withoutValue = configs.filter(({ operation, value }) => operation !== 'DELETE' && value === null);
  if (withoutValue.length > 0) {
    return invalidRequest(`Null value not supported for : ${withoutValue.map((config) => config.name).join(', ')}`);
  }
  if (type !== 'TOPIC') {
    return invalidRequest(
      'The configuration of a simulated broker cannot be changed while it runs: set it in the options of the simulation.',
    );
  }
  return alterTopicConfig(controller, resource, validateOnly);
}

function invalidRequest(message: string): Refusal {
  return { error: 'INVALID_REQUEST', message };
}
