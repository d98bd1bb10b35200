/**
 * The fetch sessions of one broker: which one a request continues, and which ones make room for others (FetchManager and
 * FetchSessionCache, KIP-227).
 *
 * Kafka draws session ids at random. Here they count up over all brokers of a cluster, so that a trace can be read; as in Kafka, a
 * broker that restarts does not take an old session for a new one.
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import { FetchSession, NO_SESSION, nextEpoch } from './fetch-session.ts';

/** A session that was not used for longer may be evicted, and one that is older (MIN_INCREMENTAL_FETCH_SESSION_EVICTION_MS). */
const EVICTION_MS = 120_000;
/** The numbers of sessions, shared by all brokers. */
export class SessionIds {
  private last = NO_SESSION;

  next(): number {
    return ++this.last;
  }
}

type NewSession = Pick<FetchSession, 'isPrivileged' | 'usesTopicIds' | 'partitions'>;

export class FetchSessionCache {
  private readonly ids: SessionIds;
  private readonly maxEntries: number;
  private readonly sessions = new Map<number, FetchSession>();

  /** @param maxEntries max.incremental.fetch.session.cache.slots */
  constructor(ids: SessionIds, maxEntries: number) {
    this.ids = ids;
    this.maxEntries = maxEntries;
  }

  get size(): number {
    return this.sessions.size;
  }

  /** The session that a request continues, or why it cannot. */
  find(sessionId: number, epoch: number, usesTopicIds: boolean): FetchSession | ErrorName {
    const session = this.sessions.get(sessionId);
    if (session === undefined) return 'FETCH_SESSION_ID_NOT_FOUND';
    if (session.epoch !== epoch) return 'INVALID_FETCH_SESSION_EPOCH';
    if (session.usesTopicIds !== usesTopicIds) return 'FETCH_SESSION_TOPIC_ID_ERROR';
    return session;
  }

  /** A request has continued the session. */
  proceed(session: FetchSession, nowMs: number): void {
    session.lastUsedMs = nowMs;
    session.cachedSize = session.partitions.size;
    session.isEvictableByAll = nowMs - session.createdMs > EVICTION_MS;
    session.epoch = nextEpoch(session.epoch);
  }

  /** Undefined if there is no room for another session. */
  create(session: NewSession, nowMs: number): FetchSession | undefined {
    if (this.sessions.size >= this.maxEntries && !this.evictFor(session, nowMs)) return undefined;
    const created = new FetchSession(this.ids.next(), session, nowMs);
    this.sessions.set(created.id, created);
    return created;
  }

  /** Does nothing if there is no such session. */
  remove(sessionId: number): void {
    this.sessions.delete(sessionId);
  }

  clear(): void {
    this.sessions.clear();
  }

  /**
   * Removes the session that was not used for the longest time, if that is long enough; otherwise the least valuable one, unless
   * the new one is worth less (FetchSessionCache.tryEvict).
   */
  private evictFor({ isPrivileged, partitions }: NewSession, nowMs: number): boolean {
    let stalest: FetchSession | undefined;
    let least: FetchSession | undefined;
    for (const session of this.sessions.values()) {
      if (stalest === undefined || isUsedBefore(session, stalest)) stalest = session;
      const isEvictable = session.isEvictableByAll || (isPrivileged && !session.isPrivileged);
      if (isEvictable && (least === undefined || compareValue(session, least) < 0)) least = session;
    }
    if (stalest !== undefined && nowMs - stalest.lastUsedMs > EVICTION_MS) return this.sessions.delete(stalest.id);
    if (least === undefined || compareValue({ isPrivileged, cachedSize: partitions.size, id: 0 }, least) < 0)
      return false;
    return this.sessions.delete(least.id);
  }
}

function isUsedBefore(one: FetchSession, other: FetchSession): boolean {
  return one.lastUsedMs === other.lastUsedMs ? one.id < other.id : one.lastUsedMs < other.lastUsedMs;
}

type Value = Pick<FetchSession, 'isPrivileged' | 'cachedSize' | 'id'>;

/** The order in which sessions are evicted (EvictableKey). */
function compareValue(one: Value, other: Value): number {
  if (one.isPrivileged !== other.isPrivileged) return one.isPrivileged ? 1 : -1;
  return one.cachedSize === other.cachedSize ? one.id - other.id : one.cachedSize - other.cachedSize;
}
