/**
 * incrementalAlterConfigs(): changes of a broker's configuration go to that broker, all others in one request to any
 * (KafkaAdminClient.incrementalAlterConfigs).
 */
import type { ConfigResource } from '../../protocol/cluster/config-resource.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import type { AlterConfigsResource, ConfigOperation } from '../../protocol/messages.ts';
import { type Futures, failAll, failUnanswered, futuresFor } from '../futures/keyed-futures.ts';
import { ValuesResult } from '../futures/values-result.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { resourceKey, targetOf } from './config-resources.ts';

/** One change of a configuration (Java's AlterConfigOp). */
export interface AlterConfigOp {
  /** The key, for example `max.message.bytes`. */
  readonly name: string;
  /** `null` with DELETE. */
  readonly value: string | null;
  /** SET replaces the value, DELETE restores the default; APPEND and SUBTRACT change keys whose value is a list. Default: SET. */
  readonly opType?: ConfigOperation;
}

/** The options of incrementalAlterConfigs(). */
export interface AlterConfigsOptions extends CallOptions {
  /** Whether the changes are only checked, and not made. Default: false. */
  readonly validateOnly?: boolean;
}

/**
 * The result of incrementalAlterConfigs(), with a future for each resource, by `type:name`, for example `TOPIC:payments` (Java's
 * AlterConfigsResult).
 */
export class AlterConfigsResult extends ValuesResult {}

export function incrementalAlterConfigs(
  calls: RunningCalls,
  changes: Iterable<readonly [ConfigResource, Iterable<AlterConfigOp>]>,
  options: AlterConfigsOptions,
): AlterConfigsResult {
  const wanted = new Map([...changes].map(([resource, ops]) => [resourceKey(resource), resourceOf(resource, ops)]));
  const futures = futuresFor<void>(wanted.keys());
  const ofAnyBroker = [...wanted.values()].filter((resource) => targetOf(resource) === 'least-loaded');
  for (const resource of wanted.values()) {
    if (targetOf(resource) !== 'least-loaded') alter(calls, [resource], futures, options);
  }
  if (ofAnyBroker.length > 0) alter(calls, ofAnyBroker, futures, options);
  return new AlterConfigsResult(futures);
}

function resourceOf({ type, name }: ConfigResource, ops: Iterable<AlterConfigOp>): AlterConfigsResource {
  const configs = [...ops].map((op) => ({ name: op.name, operation: op.opType ?? 'SET', value: op.value }));
  return { type, name, configs };
}

/** @param resources those that go to one broker */
function alter(
  calls: RunningCalls,
  resources: readonly AlterConfigsResource[],
  all: Futures<void>,
  options: AlterConfigsOptions,
): void {
  const { validateOnly = false } = options;
  const futures = new Map(resources.map((resource) => [resourceKey(resource), all.get(resourceKey(resource))!]));
  calls.start({
    api: 'IncrementalAlterConfigs',
    name: 'incrementalAlterConfigs',
    deadlineMs: calls.deadlineMs(options),
    target: targetOf(resources[0]!),
    request: () => ({ api: 'IncrementalAlterConfigs', resources, validateOnly }),
    onResponse: (response) => {
      for (const { type, name, error, errorMessage } of response.resources) {
        const future = futures.get(resourceKey({ type, name }));
        if (error === 'NONE') future?.complete(undefined);
        else future?.completeExceptionally(exceptionFor(error, errorMessage));
      }
      failUnanswered(futures, (key) => `The broker response did not contain a result for config resource ${key}`);
    },
    onFailure: (error) => failAll(futures, error),
  });
}
