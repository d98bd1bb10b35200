/**
 * incrementalAlterConfigs(): changes of a broker's configuration go to that broker, all others in one request to any
 * (KafkaAdminClient.incrementalAlterConfigs).
 */
import { checkArgument, checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { ITERABLE } from '../../checks/lists.ts';
import { oneOf, STRING, valueType } from '../../checks/value-type.ts';
import type { ConfigResource } from '../../protocol/cluster/config-resource.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import type { AlterConfigsResource, ConfigOperation } from '../../protocol/messages.ts';
import { type Futures, failAll, failUnanswered, futuresFor } from '../futures/keyed-futures.ts';
import { ValuesResult } from '../futures/values-result.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { checkedPairs, checkedResource, checkFields, VALIDATING_OPTIONS } from './check-arguments.ts';
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

const OP_FIELDS: OptionTypes<AlterConfigOp> = {
  name: STRING,
  value: valueType((value): value is string | null => value === null || typeof value === 'string', 'a string or null'),
  opType: oneOf(['SET', 'DELETE', 'APPEND', 'SUBTRACT']),
};

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
  checkOptions('admin.incrementalAlterConfigs()', options, VALIDATING_OPTIONS);
  const place = 'admin.incrementalAlterConfigs(changes)';
  const pairs = checkedPairs(place, changes, (resource, ops) => {
    checkedResource(place, resource);
    checkArgument(`${place}, the changes of ${resource.name}`, ops, ITERABLE);
  });
  const asked = pairs.map(([resource, ops]) => resourceOf(place, resource, [...ops]));
  const wanted = new Map(asked.map((resource) => [resourceKey(resource), resource]));
  const futures = futuresFor<void>(wanted.keys());
  const ofAnyBroker = [...wanted.values()].filter((resource) => targetOf(resource) === 'least-loaded');
  for (const resource of wanted.values()) {
    if (targetOf(resource) !== 'least-loaded') alter(calls, [resource], futures, options);
  }
  if (ofAnyBroker.length > 0) alter(calls, ofAnyBroker, futures, options);
  return new AlterConfigsResult(futures);
}

function resourceOf(
  place: string,
  { type, name }: ConfigResource,
  ops: readonly AlterConfigOp[],
): AlterConfigsResource {
  for (const op of ops) checkFields(`${place}, a change of ${name}`, op, OP_FIELDS, ['name', 'value']);
  const configs = ops.map((op) => ({ name: op.name, operation: op.opType ?? 'SET', value: op.value }));
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
