/**
 * ListOffsets (KIP-79, KIP-207, KIP-320, KIP-734).
 *
 * Checks, in the real broker's order, per partition: it is requested once; the timestamp has a meaning; the topic exists; this broker hosts the partition; the
 * client's leader epoch is current; this broker leads the partition; and, unless the earliest offset is requested or something below
 * the last fetchable offset is found, the high watermark has reached the start of the leader's epoch.
 */

import {
  EARLIEST_LOCAL_TIMESTAMP,
  EARLIEST_TIMESTAMP,
  LATEST_TIMESTAMP,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
  listOffsetsApi,
  MAX_TIMESTAMP,
} from '../../protocol/apis/list-offsets.ts';
import { errorFor } from '../../protocol/description/api.ts';
import { type FoundRecord, firstRecordSince, recordWithLargestTimestamp } from '../log/find-by-time.ts';
import { leaderError, readableEnd } from '../replication/read-partition.ts';
import type { Replica } from '../replication/replica.ts';
import { answer, type Call } from '../requests/call.ts';
import type { BrokerPolicies } from '../versions/broker-policies.ts';

type Asked = ListOffsetsRequest['partitions'][number];
type Result = ListOffsetsResponse['partitions'][number];

const CONSUMER = -1;

/** The versions of requests since which negative timestamps have their meaning (ReplicaManager.timestampMinSupportedVersion). */
const MEANT_SINCE: ReadonlyMap<number, number> = new Map([
  [EARLIEST_TIMESTAMP, 1],
  [LATEST_TIMESTAMP, 1],
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL_TIMESTAMP, 8],
]);

const IS_REFUSED: Readonly<
  Record<BrokerPolicies['unknownTimestamp'], (timestampMs: number, apiVersion: number) => boolean>
> = {
  'look it up': () => false,
  'refuse it': (timestampMs, apiVersion) =>
    timestampMs < 0 && apiVersion < (MEANT_SINCE.get(timestampMs) ?? Number.POSITIVE_INFINITY),
};

export function handleListOffsets(call: Call, request: ListOffsetsRequest): void {
  const partitions = request.partitions.map((asked) =>
    isAskedTwice(request, asked) ? failed(asked, 'INVALID_REQUEST') : lookUp(call, request, asked),
  );
  answer(call, { api: 'ListOffsets', throttleTimeMs: 0, partitions });
}

function isAskedTwice({ partitions }: ListOffsetsRequest, asked: Asked): boolean {
  return partitions.some(
    (other) => other !== asked && other.topic === asked.topic && other.partition === asked.partition,
  );
}

/** Partition.fetchOffsetForTimestamp. */
function lookUp({ services, apiVersion }: Call, request: ListOffsetsRequest, asked: Asked): Result {
  const { replicas, config } = services;
  const isRefused = IS_REFUSED[config.version.policies.unknownTimestamp](asked.timestampMs, apiVersion);
  if (isRefused) return failed(asked, 'UNSUPPORTED_VERSION');
  const replica = replicas.replica(asked.topic, asked.partition);
  const error = leaderError(replicas, replica, asked);
  if (replica === undefined || error !== 'NONE') return failed(asked, error);
  const { log } = replica;
  const { timestampMs } = asked;
  if (timestampMs === EARLIEST_TIMESTAMP || timestampMs === EARLIEST_LOCAL_TIMESTAMP) {
    const leaderEpoch = log.leaderEpochs.epochAtStart(log.startOffset);
    return found(asked, { timestampMs: -1, offset: log.startOffset, leaderEpoch });
  }
  const isConsumer = request.replicaId === CONSUMER;
  const end = readableEnd(replica, !isConsumer, request.isolationLevel);
  const record = timestampMs === LATEST_TIMESTAMP ? undefined : search(replica, timestampMs);
  if (record !== undefined && record.offset < end) return found(asked, record);
  if (isConsumer && replica.epochStartOffset > log.highWatermark) {
    return failed(asked, errorFor(listOffsetsApi, apiVersion, 'OFFSET_NOT_AVAILABLE'));
  }
  if (timestampMs !== LATEST_TIMESTAMP) return failed(asked, 'NONE');
  return found(asked, { timestampMs: -1, offset: end, leaderEpoch: replica.leaderEpoch });
}

function search({ log }: Replica, timestampMs: number): FoundRecord | undefined {
  return timestampMs === MAX_TIMESTAMP ? recordWithLargestTimestamp(log) : firstRecordSince(log, timestampMs);
}

function found({ topic, partition }: Asked, record: FoundRecord): Result {
  return { topic, partition, error: 'NONE', ...record };
}

function failed({ topic, partition }: Asked, error: Result['error']): Result {
  return { topic, partition, error, timestampMs: -1, offset: -1, leaderEpoch: -1 };
}
