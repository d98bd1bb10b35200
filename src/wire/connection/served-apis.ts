/** The APIs that can be used over the wire, with their versions: those that have a conversion and that the brokers know. */
import type { ApiVersionRange, Request, Response } from '../../protocol/messages.ts';
import { CONVERSIONS } from '../conversions/index.ts';
import type { ConversionContext, ConvertedApi, OfferedApi } from '../conversions/parts/exchange.ts';
import { type MessageCodec, messageCodec, schemaOf, versionsOf } from '../schema/message-codec.ts';
import { isInVersions } from '../schema/versions.ts';

/**
 * Which versions are offered. `kafka-2.4`: those without compact lengths and tagged fields (KIP-482), as clients found them before
 * Kafka 2.4; APIs that have no such version are not offered at all.
 */
export type WireProfile = 'latest' | 'kafka-2.4';

/** A request before it is known of which API it is. */
interface AnyExchange {
  readonly requests: readonly Request[];
  readonly respond: (responses: readonly Response[]) => object;
}
type AnyConversion = (message: unknown, context: ConversionContext) => AnyExchange;

const CONVERTED = Object.keys(CONVERSIONS) as ConvertedApi[];
const BY_NAME = CONVERSIONS as unknown as Readonly<Record<ConvertedApi, AnyConversion>>;

export class ServedApi {
  readonly name: ConvertedApi;
  readonly key: number;
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly convert: AnyConversion;
  /** By version. */
  private readonly codecs: (MessageCodec | undefined)[] = [];

  constructor(name: ConvertedApi, [minVersion, maxVersion]: Versions) {
    this.name = name;
    this.key = schemaOf(name).key;
    this.minVersion = minVersion;
    this.maxVersion = maxVersion;
    this.convert = BY_NAME[name];
  }

  /** `undefined` if the version is not offered. */
  codec(version: number): MessageCodec | undefined {
    if (version < this.minVersion || version > this.maxVersion) return undefined;
    this.codecs[version] ??= messageCodec(this.name, version);
    return this.codecs[version];
  }
}

export interface ServedApis {
  /** By the number of the API. */
  readonly byKey: readonly (ServedApi | undefined)[];
  readonly offered: readonly OfferedApi[];
}

type Versions = readonly [first: number, last: number];

/** By the list of the brokers, which all connections to a cluster share. */
const servedApis = new WeakMap<readonly ApiVersionRange[], Map<WireProfile, ServedApis>>();
/** What any version of the brokers can read. */
const ALL_VERSIONS: readonly ApiVersionRange[] = [];

/** @param apis what the brokers can read; APIs that are not listed are served in all versions */
export function servedBy(profile: WireProfile, apis: readonly ApiVersionRange[] = ALL_VERSIONS): ServedApis {
  let byProfile = servedApis.get(apis);
  if (byProfile === undefined) {
    byProfile = new Map();
    servedApis.set(apis, byProfile);
  }
  let served = byProfile.get(profile);
  if (served === undefined) {
    served = listServed(profile, apis);
    byProfile.set(profile, served);
  }
  return served;
}

function listServed(profile: WireProfile, apis: readonly ApiVersionRange[]): ServedApis {
  const byKey: (ServedApi | undefined)[] = [];
  for (const name of CONVERTED) {
    const versions = servedVersions(name, profile, apis);
    if (versions === undefined) continue;
    const api = new ServedApi(name, versions);
    byKey[api.key] = api;
  }
  const offered = byKey.flatMap((api) =>
    api === undefined ? [] : [{ key: api.key, minVersion: api.minVersion, maxVersion: api.maxVersion }],
  );
  return { byKey, offered };
}

/** `undefined`: none. */
function servedVersions(
  name: ConvertedApi,
  profile: WireProfile,
  apis: readonly ApiVersionRange[],
): Versions | undefined {
  const maxVersion = maxVersionOf(name, profile);
  if (maxVersion === undefined) return undefined;
  const ofBrokers = apis.find(({ api }) => api === name);
  const first = Math.max(versionsOf(name)[0], ofBrokers?.minVersion ?? 0);
  const last = Math.min(maxVersion, ofBrokers?.maxVersion ?? maxVersion);
  return first > last ? undefined : [first, last];
}

function maxVersionOf(name: ConvertedApi, profile: WireProfile): number | undefined {
  const [first, last] = versionsOf(name);
  if (profile === 'latest') return last;
  const { flexible } = schemaOf(name);
  for (let version = last; version >= first; version--) if (!isInVersions(flexible, version)) return version;
  return undefined;
}
