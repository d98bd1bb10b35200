/**
 * The version of each API that a client and a broker agree on (KIP-35): the newest that both know.
 */
import { UnsupportedVersionException } from '../../protocol/errors/exceptions.ts';
import { type ApiName, type ApiVersionRange, apiNamed } from '../../protocol/messages.ts';
import type { RecallMap } from '../collections/recall-map.ts';
import type { ClientVersion } from '../versions/client-version.ts';

/** The versions that one broker can read, and what this client makes of them. */
export class NodeApiVersions {
  private readonly client: ClientVersion;
  private readonly broker: ReadonlyMap<string, ApiVersionRange>;
  /** The API asked about last and its version, because most requests are of the same API as the one before. */
  private lastApi: ApiName | undefined;
  private lastVersion = -1;

  constructor(client: ClientVersion, broker: readonly ApiVersionRange[]) {
    this.client = client;
    this.broker = new Map(broker.map((range) => [range.api, range]));
  }

  /** The broker's range; `undefined` if it does not have the API. */
  range(api: ApiName): ApiVersionRange | undefined {
    return this.broker.get(api);
  }

  /**
   * The newest version that both sides know.
   *
   * @throws UnsupportedVersionException if there is none
   */
  latestUsableVersion(api: ApiName): number {
    if (api !== this.lastApi) {
      this.lastVersion = chooseVersion(api, this.client, this.broker.get(api));
      this.lastApi = api;
    }
    return this.lastVersion;
  }
}

function chooseVersion(api: ApiName, client: ClientVersion, broker: ApiVersionRange | undefined): number {
  const { oldest, latest } = client.apis[api];
  const problem = client.texts.unsupportedApi(apiNamed(api).logName);
  if (broker === undefined) throw new UnsupportedVersionException(problem);
  const version = Math.min(latest, broker.maxVersion);
  if (version >= Math.max(oldest, broker.minVersion)) return version;
  throw new UnsupportedVersionException(
    `${problem} with version in range [${oldest},${latest}]. ` +
      `The supported range is [${broker.minVersion},${broker.maxVersion}].`,
  );
}

/** What each connected broker can read, by connection id. */
export type ApiVersions = RecallMap<NodeApiVersions>;
