/**
 * The version of each API that a client and a broker agree on (KIP-35): the newest that both know.
 */
import { UnsupportedVersionException } from '../../protocol/errors/exceptions.ts';
import { type ApiName, type ApiVersionRange, apiNamed } from '../../protocol/messages.ts';
import type { RecallMap } from '../collections/recall-map.ts';
import type { ClientVersion } from '../versions/client-version.ts';

/** The versions that one broker supports, and the one to use for each API. */
export class NodeApiVersions {
  private readonly client: ClientVersion;
  private readonly broker: readonly ApiVersionRange[];
  /** The API asked about last and its version, because most requests are of the same API as the one before. */
  private lastApi: ApiName | undefined;
  private lastVersion = -1;

  constructor(client: ClientVersion, broker: readonly ApiVersionRange[]) {
    this.client = client;
    this.broker = broker;
  }

  /** The broker's range; `undefined` if it does not have the API. */
  range(api: ApiName): ApiVersionRange | undefined {
    return this.broker.find((range) => range.api === api);
  }

  /**
   * The newest version that both sides know.
   *
   * @throws UnsupportedVersionException if there is none
   */
  latestUsableVersion(api: ApiName): number {
    if (api !== this.lastApi) {
      this.lastVersion = chooseVersion(api, this.client, this.range(api));
      this.lastApi = api;
    }
    return this.lastVersion;
  }
}

function chooseVersion(api: ApiName, client: ClientVersion, broker: ApiVersionRange | undefined): number {
  const { oldest, latest } = client.apis[api];
  if (broker === undefined) throw new UnsupportedVersionException(unsupported(api, client));
  const version = Math.min(latest, broker.maxVersion);
  if (version >= Math.max(oldest, broker.minVersion)) return version;
  throw new UnsupportedVersionException(
    `${unsupported(api, client)} with version in range [${oldest},${latest}]. ` +
      `The supported range is [${broker.minVersion},${broker.maxVersion}].`,
  );
}

function unsupported(api: ApiName, { texts }: ClientVersion): string {
  return texts.unsupportedApi(apiNamed(api).logName);
}

/** The versions that each connected broker supports, by connection id. */
export type ApiVersions = RecallMap<NodeApiVersions>;
