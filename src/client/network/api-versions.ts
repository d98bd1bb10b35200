/**
 * Which version of each API client and broker agree on (KIP-35).
 *
 * Owns: the versions this client can write, what each connected broker said it can read, and the choice.
 * Refuses to know: what changed between versions, apart from whether a client may throttle itself.
 */
import { UnsupportedVersionException } from '../../protocol/exceptions.ts';
import type { ApiName, ApiVersionRange } from '../../protocol/messages.ts';
import type { RecallMap } from '../collections/recall-map.ts';

interface ClientVersions {
  readonly oldest: number;
  readonly latest: number;
  /** From this version on the broker answers before it throttles, and leaves the pause to the client (KIP-219). */
  readonly throttlesFrom: number;
  /** Java's name of the API in log lines and messages. */
  readonly logName: string;
}

function versions(logName: string, oldest: number, latest: number, throttlesFrom: number): ClientVersions {
  return { oldest, latest, throttlesFrom, logName };
}

/** The versions of Java's clients 3.6.1. */
export const CLIENT_VERSIONS: Readonly<Record<ApiName, ClientVersions>> = {
  ApiVersions: versions('API_VERSIONS', 0, 3, 2),
  Metadata: versions('METADATA', 0, 12, 6),
  Produce: versions('PRODUCE', 0, 9, 6),
  Fetch: versions('FETCH', 0, 15, 8),
  ListOffsets: versions('LIST_OFFSETS', 0, 8, 3),
  CreateTopics: versions('CREATE_TOPICS', 0, 7, 3),
  DeleteTopics: versions('DELETE_TOPICS', 0, 6, 2),
  DescribeCluster: versions('DESCRIBE_CLUSTER', 0, 0, 0),
  InitProducerId: versions('INIT_PRODUCER_ID', 0, 4, 1),
  FindCoordinator: versions('FIND_COORDINATOR', 0, 4, 2),
  // Version 4 is for brokers only.
  AddPartitionsToTxn: versions('ADD_PARTITIONS_TO_TXN', 0, 3, 1),
  AddOffsetsToTxn: versions('ADD_OFFSETS_TO_TXN', 0, 3, 1),
  TxnOffsetCommit: versions('TXN_OFFSET_COMMIT', 0, 3, 1),
  EndTxn: versions('END_TXN', 0, 3, 1),
  // For brokers only.
  WriteTxnMarkers: versions('WRITE_TXN_MARKERS', 0, 1, 0),
};

/** What one broker can read. */
export class NodeApiVersions {
  private readonly supported: ReadonlyMap<ApiName, ApiVersionRange>;
  /** The API asked for last, which is mostly asked for next, and its answer. */
  private lastApi: ApiName | undefined;
  private lastVersion = -1;

  constructor(ranges: readonly ApiVersionRange[]) {
    this.supported = new Map(ranges.map((range) => [range.api, range]));
  }

  /** The broker's range; `undefined` if it does not know the API. */
  range(api: ApiName): ApiVersionRange | undefined {
    return this.supported.get(api);
  }

  /** The newest version both sides know. Raises UnsupportedVersionException if there is none. */
  latestUsableVersion(api: ApiName): number {
    if (api !== this.lastApi) {
      this.lastVersion = this.chooseVersion(api);
      this.lastApi = api;
    }
    return this.lastVersion;
  }

  private chooseVersion(api: ApiName): number {
    const { oldest, latest, logName } = CLIENT_VERSIONS[api];
    const range = this.supported.get(api);
    if (range === undefined) throw new UnsupportedVersionException(`The broker does not support ${logName}`);
    const version = Math.min(latest, range.maxVersion);
    if (version >= Math.max(oldest, range.minVersion)) return version;
    throw new UnsupportedVersionException(
      `The broker does not support ${logName} with version in range [${oldest},${latest}]. ` +
        `The supported range is [${range.minVersion},${range.maxVersion}].`,
    );
  }
}

/** What each connected broker can read, by connection id. */
export type ApiVersions = RecallMap<NodeApiVersions>;
