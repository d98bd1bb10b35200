/**
 * What makes one version of Kafka's Java clients different from another: data, texts and named policies. A version is a base
 * (v3_6_1.ts) or a patch on the version before it.
 */
import type { ApiName } from '../../protocol/messages.ts';
import type { ConfigKey, ConfigKeys } from './config-key.ts';

/** The versions of an API that a client can write. */
export interface ApiRange {
  readonly oldest: number;
  readonly latest: number;
}

export type ClientKind = 'producer' | 'admin' | 'consumer';

export interface ClientVersion {
  /** As the client names itself in its log, its metrics and ApiVersions requests, such as `3.6.1`. */
  readonly name: string;
  /** Commit id in Kafka's repository, logged and reported as a metric. */
  readonly commitId: string;
  readonly apis: Readonly<Record<ApiName, ApiRange>>;
  readonly keys: Readonly<Record<ClientKind, ConfigKeys>>;
}

/** What a version changes in the one before it. */
export interface ClientVersionPatch extends Pick<ClientVersion, 'name' | 'commitId'> {
  readonly apis?: Partial<ClientVersion['apis']>;
  /** By kind of client; `all` changes the three. */
  readonly keys?: Partial<Readonly<Record<ClientKind | 'all', KeysPatch>>>;
}

/** Fields to change in a key, a new key, or `null` to remove one. New keys come last. */
export type KeysPatch = Readonly<Record<string, Partial<ConfigKey> | null>>;

export function patch(base: ClientVersion, changes: ClientVersionPatch): ClientVersion {
  const { name, commitId, apis, keys = {} } = changes;
  const keysOf = (kind: ClientKind): ConfigKeys => patchKeys(patchKeys(base.keys[kind], keys.all), keys[kind]);
  return {
    name,
    commitId,
    apis: { ...base.apis, ...apis },
    keys: { producer: keysOf('producer'), admin: keysOf('admin'), consumer: keysOf('consumer') },
  };
}

function patchKeys(base: ConfigKeys, changes: KeysPatch = {}): ConfigKeys {
  const keys: Record<string, ConfigKey> = { ...base };
  for (const [name, change] of Object.entries(changes)) {
    if (change === null) delete keys[name];
    else keys[name] = { ...base[name], ...change } as ConfigKey;
  }
  return keys;
}
