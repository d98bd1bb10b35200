/**
 * One incremental fetch session at a broker (FetchSession, KIP-227).
 */
import type { SessionPartitions } from './session-partitions.ts';

/** Session ids and epochs with a meaning of their own (FetchMetadata). */
export const NO_SESSION = 0;
export const INITIAL_EPOCH = 0;
export const FINAL_EPOCH = -1;

const MAX_EPOCH = 2_147_483_647;

/** The epoch of the request after one with this epoch. */
export function nextEpoch(epoch: number): number {
  if (epoch < 0) return FINAL_EPOCH;
  return epoch === MAX_EPOCH ? 1 : epoch + 1;
}

/** Whether a request with this epoch names all its partitions. */
export function isFull(epoch: number): boolean {
  return epoch === INITIAL_EPOCH || epoch === FINAL_EPOCH;
}

export class FetchSession {
  readonly id: number;
  /** Sessions of followers are: those of consumers make room for them. */
  readonly isPrivileged: boolean;
  readonly usesTopicIds: boolean;
  readonly partitions: SessionPartitions;
  readonly createdMs: number;
  lastUsedMs: number;
  /** Of the request that is expected next. */
  epoch: number = nextEpoch(INITIAL_EPOCH);
  /** The number of partitions when the session was last used. */
  cachedSize: number;
  /** Whether the session was old enough when it was last used to make room for a larger one of any client. */
  isEvictableByAll = false;

  constructor(
    id: number,
    { isPrivileged, usesTopicIds, partitions }: Pick<FetchSession, 'isPrivileged' | 'usesTopicIds' | 'partitions'>,
    nowMs: number,
  ) {
    this.id = id;
    this.isPrivileged = isPrivileged;
    this.usesTopicIds = usesTopicIds;
    this.partitions = partitions;
    this.createdMs = nowMs;
    this.lastUsedMs = nowMs;
    this.cachedSize = partitions.size;
  }
}
