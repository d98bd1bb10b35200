/** The APIs that can be used over the wire, with their versions: all that have a conversion. */
import type { Request, Response } from '../../protocol/messages.ts';
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

  constructor(name: ConvertedApi, maxVersion: number) {
    this.name = name;
    this.key = schemaOf(name).key;
    this.minVersion = versionsOf(name)[0];
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

const servedApis = new Map<WireProfile, ServedApis>();

export function servedBy(profile: WireProfile): ServedApis {
  let served = servedApis.get(profile);
  if (served === undefined) {
    served = listServed(profile);
    servedApis.set(profile, served);
  }
  return served;
}

function listServed(profile: WireProfile): ServedApis {
  const byKey: (ServedApi | undefined)[] = [];
  for (const name of CONVERTED) {
    const maxVersion = maxVersionOf(name, profile);
    if (maxVersion === undefined) continue;
    const api = new ServedApi(name, maxVersion);
    byKey[api.key] = api;
  }
  const offered = byKey.flatMap((api) =>
    api === undefined ? [] : [{ key: api.key, minVersion: api.minVersion, maxVersion: api.maxVersion }],
  );
  return { byKey, offered };
}

function maxVersionOf(name: ConvertedApi, profile: WireProfile): number | undefined {
  const [first, last] = versionsOf(name);
  if (profile === 'latest') return last;
  const { flexible } = schemaOf(name);
  for (let version = last; version >= first; version--) if (!isInVersions(flexible, version)) return version;
  return undefined;
}
