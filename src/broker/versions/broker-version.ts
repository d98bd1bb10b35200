/**
 * What makes one version of Kafka's brokers different from another: data and named policies. A version is a base (v3_6_1.ts)
 * or a patch on the version before it.
 */
import type { ApiName, ApiVersionRange } from '../../protocol/messages.ts';
import type { BrokerKey, BrokerKeys } from './broker-key.ts';
import type { BrokerPolicies } from './broker-policies.ts';

export interface BrokerVersion {
  /** Such as `3.6.1`. */
  readonly name: string;
  /** The versions of each API that a broker can read, in the order of its ApiVersions response. */
  readonly apis: readonly ApiVersionRange[];
  /** The levels of the features that a new cluster has finalized, by their names. */
  readonly features: Readonly<Record<string, number>>;
  /** The broker's configuration keys that have an effect here. */
  readonly keys: BrokerKeys;
  /** A topic's configuration keys, each with the broker's key that holds its type, its range and its default. */
  readonly topicKeys: Readonly<Record<string, string>>;
  /** Configuration keys that the version knows and that have no effect here. */
  readonly withoutEffect: KeysWithoutEffect;
  readonly policies: BrokerPolicies;
}

export interface KeysWithoutEffect {
  readonly broker: readonly string[];
  /** Prefixes of further keys of brokers. */
  readonly brokerFamilies: readonly string[];
  readonly topic: readonly string[];
}

/** What a version changes in the one before it. */
export interface BrokerVersionPatch extends Pick<BrokerVersion, 'name'> {
  /** Ranges of APIs that are new or have changed. */
  readonly apis?: readonly ApiVersionRange[];
  /** Features that have another level. */
  readonly features?: Readonly<Record<string, number>>;
  /** Fields to change in a key, a new key, or `null` to remove one. */
  readonly keys?: Readonly<Record<string, Partial<BrokerKey> | null>>;
  /** New keys of topics, or `null` to remove one. */
  readonly topicKeys?: Readonly<Record<string, string | null>>;
  readonly withoutEffect?: KeysWithoutEffect;
  readonly policies?: Partial<BrokerPolicies>;
}

/** The latest version of an API that these brokers can read, and so the one that they use among themselves. */
export function latestVersionOf({ apis }: BrokerVersion, api: ApiName): number {
  return (apis.find((range) => range.api === api) as ApiVersionRange).maxVersion;
}

export function patch(base: BrokerVersion, changes: BrokerVersionPatch): BrokerVersion {
  const {
    name,
    apis = [],
    features,
    keys = {},
    topicKeys = {},
    withoutEffect = base.withoutEffect,
    policies,
  } = changes;
  const kept = base.apis.map((range) => apis.find(({ api }) => api === range.api) ?? range);
  const added = apis.filter(({ api }) => !base.apis.some((range) => range.api === api));
  const patchedKeys: Record<string, BrokerKey> = { ...base.keys };
  for (const [key, change] of Object.entries(keys)) {
    if (change === null) delete patchedKeys[key];
    else patchedKeys[key] = { ...patchedKeys[key], ...change } as BrokerKey;
  }
  const patchedTopicKeys: Record<string, string> = { ...base.topicKeys };
  for (const [key, brokerKey] of Object.entries(topicKeys)) {
    if (brokerKey === null) delete patchedTopicKeys[key];
    else patchedTopicKeys[key] = brokerKey;
  }
  return {
    name,
    apis: [...kept, ...added],
    features: { ...base.features, ...features },
    keys: patchedKeys,
    topicKeys: patchedTopicKeys,
    withoutEffect,
    policies: { ...base.policies, ...policies },
  };
}
