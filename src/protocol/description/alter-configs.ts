/** What AlterConfigs and IncrementalAlterConfigs have in common: the resources that they name, and what became of each. */
import type { ConfigResource } from '../cluster/config-resource.ts';
import type { ErrorName } from '../errors/errors.ts';
import { type ListFact, listFact, withError } from './facts.ts';

export interface AlterConfigsResult extends ConfigResource {
  readonly error: ErrorName;
  readonly errorMessage: string | null;
}

/** Returns the result of every resource of a request that was refused with `error`. */
export function refusedResources(
  resources: readonly ConfigResource[],
  error: ErrorName,
): readonly AlterConfigsResult[] {
  return resources.map(({ type, name }) => ({ type, name, error, errorMessage: null }));
}

export const alteredTopics = (resources: readonly ConfigResource[]): readonly string[] =>
  resources.filter(({ type }) => type === 'TOPIC').map(({ name }) => name);

export const alterConfigsResultFacts = (results: readonly AlterConfigsResult[]): ListFact =>
  listFact(results.map(({ name, error }) => withError(name, error)));
