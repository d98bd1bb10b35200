/** DeleteRecords: records before an offset are deleted (KIP-107). */
import { partitionName } from '../cluster/topic-partition.ts';
import { type Api, namedPartitions } from '../description/api.ts';
import { type ListFact, listFact, withError } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

/** Offset that stands for the high watermark. */
export const HIGH_WATERMARK = -1;

export interface DeleteRecordsRequest {
  readonly api: 'DeleteRecords';
  readonly timeoutMs: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    /** Records before this offset are deleted; -1 for all below the high watermark. */
    readonly offset: number;
  }[];
}
export interface DeleteRecordsPartitionResponse {
  readonly topic: string;
  readonly partition: number;
  readonly error: ErrorName;
  /** The smallest log start offset of the partition's live replicas; -1 with an error. */
  readonly lowWatermark: number;
}
export interface DeleteRecordsResponse {
  readonly api: 'DeleteRecords';
  readonly throttleTimeMs: number;
  readonly partitions: readonly DeleteRecordsPartitionResponse[];
}

export const deleteRecordsApi: Api<
  DeleteRecordsRequest,
  DeleteRecordsResponse,
  { readonly before: ListFact },
  { readonly lowWatermarks: ListFact }
> = {
  key: 21,
  logName: 'DELETE_RECORDS',
  versions: [0, 2],
  clientThrottlesFrom: 1,
  refuse: ({ partitions }, error) => ({
    api: 'DeleteRecords',
    throttleTimeMs: 0,
    partitions: partitions.map(({ topic, partition }) => ({ topic, partition, error, lowWatermark: -1 })),
  }),
  requestFacts: ({ partitions }) => ({
    before: listFact(partitions.map((asked) => `${partitionName(asked)}@${asked.offset}`)),
  }),
  responseFacts: ({ partitions }) => ({
    lowWatermarks: listFact(partitions.map((one) => withError(`${partitionName(one)}@${one.lowWatermark}`, one.error))),
  }),
  subject: namedPartitions(({ partitions }) => partitions),
  withoutPartitions: (request, isRemoved) => ({
    ...request,
    partitions: request.partitions.filter((asked) => !isRemoved(asked)),
  }),
  randomErrors: ['NOT_LEADER_OR_FOLLOWER', 'UNKNOWN_SERVER_ERROR'],
  placedErrors: ['NOT_LEADER_OR_FOLLOWER'],
};
