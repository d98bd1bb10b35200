/**
 * What makes one version of Kafka's Java clients different from another: data, texts and named policies. A version is a base
 * (v3_6_1.ts) or a patch on the version before it.
 */
import type { ApiRanges } from './api-ranges.ts';
import type { ClientPolicies } from './client-policies.ts';
import type { ClientTexts } from './client-texts.ts';
import type { ConfigKey, ConfigKeys } from './config-key.ts';
import type { Removal, RemovedCalls } from './removals.ts';

/** The partitioners of Java that partitioner.class can name. */
export type JavaPartitioner =
  | 'org.apache.kafka.clients.producer.RoundRobinPartitioner'
  | 'org.apache.kafka.clients.producer.UniformStickyPartitioner'
  | 'org.apache.kafka.clients.producer.internals.DefaultPartitioner';

/** The metrics of producers that only some versions have. */
export type VersionedMetric = 'bufferpool-wait-time-total' | 'txn-prepare-time-ns-total';

export type ClientKind = 'producer' | 'admin' | 'consumer';

export interface ClientVersion {
  /** As the client names itself in its log, its metrics and ApiVersions requests, such as `3.6.1`. */
  readonly name: string;
  /** Commit id in Kafka's repository, logged and reported as a metric. */
  readonly commitId: string;
  readonly apis: ApiRanges;
  readonly keys: Readonly<Record<ClientKind, ConfigKeys>>;
  /** Each with the WARN that a producer logs which uses it; `null` for none. A partitioner may have been removed. */
  readonly partitioners: Readonly<Record<JavaPartitioner, string | null | Removal>>;
  /** The methods that earlier versions have and this one does not. */
  readonly removedCalls: RemovedCalls;
  /** Whether producers have the metrics that only some versions have. */
  readonly metrics: Readonly<Record<VersionedMetric, boolean>>;
  readonly policies: ClientPolicies;
  /** Why Kafka has changed a policy or the default of a key, by its name: the KIP or issue, the release in brackets, and what it means. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly texts: ClientTexts;
}

/** What a version changes in the one before it. */
export interface ClientVersionPatch extends Pick<ClientVersion, 'name' | 'commitId'> {
  readonly apis?: Partial<ClientVersion['apis']>;
  /** By kind of client; `all` changes the three. */
  readonly keys?: Partial<Readonly<Record<ClientKind | 'all', KeysPatch>>>;
  readonly partitioners?: Partial<ClientVersion['partitioners']>;
  /** Besides those that the version before does not have. */
  readonly removedCalls?: RemovedCalls;
  readonly metrics?: Partial<ClientVersion['metrics']>;
  readonly policies?: Partial<ClientPolicies>;
  readonly reasons?: ClientVersion['reasons'];
  readonly texts?: Partial<ClientTexts>;
}

/**
 * Fields to change in a key, a new key, or `null` to remove one. The order is that in which values are checked: a new key comes
 * after the key that `after` names, else after the new key before it, else last.
 */
export type KeysPatch = Readonly<Record<string, (Partial<ConfigKey> & { readonly after?: string }) | null>>;

export function patch(base: ClientVersion, changes: ClientVersionPatch): ClientVersion {
  const { name, commitId, apis, keys: keysPatch = {}, partitioners, removedCalls, metrics } = changes;
  const { policies, reasons, texts } = changes;
  const keysOf = (kind: ClientKind): ConfigKeys =>
    patchKeys(patchKeys(base.keys[kind], keysPatch.all), keysPatch[kind]);
  let keys: ClientVersion['keys'] | undefined;
  return {
    name,
    commitId,
    apis: { ...base.apis, ...apis },
    /** Made when they are first asked for, since most programs use one version. */
    get keys() {
      keys ??= { producer: keysOf('producer'), admin: keysOf('admin'), consumer: keysOf('consumer') };
      return keys;
    },
    partitioners: { ...base.partitioners, ...partitioners },
    removedCalls: { ...base.removedCalls, ...removedCalls },
    metrics: { ...base.metrics, ...metrics },
    policies: { ...base.policies, ...policies },
    reasons: { ...base.reasons, ...reasons },
    texts: { ...base.texts, ...texts },
  };
}

function patchKeys(base: ConfigKeys, changes: KeysPatch = {}): ConfigKeys {
  const keys = Object.entries(base);
  let end = keys.length;
  for (const [name, change] of Object.entries(changes)) {
    const place = keys.findIndex(([key]) => key === name);
    // A change for every kind of client may be of a key that only some of them have.
    if (place < 0 && change?.type === undefined) continue;
    if (change === null) {
      keys.splice(place, 1);
      end = keys.length;
      continue;
    }
    const { after, ...fields } = change;
    if (place >= 0) keys[place] = [name, { ...base[name], ...fields } as ConfigKey];
    else {
      if (after !== undefined) end = keys.findIndex(([key]) => key === after) + 1;
      keys.splice(end++, 0, [name, fields as ConfigKey]);
    }
  }
  return Object.fromEntries(keys);
}
