/** Covers fetch-session-cache.ts and fetch-session.ts. The cases of evictions are those of Kafka's FetchSessionTest. */
import { describe, expect, it } from 'vitest';
import { type FetchSession, isFull, nextEpoch } from '../../../../src/broker/replication/sessions/fetch-session.ts';
import { FetchSessionCache, SessionIds } from '../../../../src/broker/replication/sessions/fetch-session-cache.ts';
import { SessionPartitions } from '../../../../src/broker/replication/sessions/session-partitions.ts';

function partitionsOf(count: number): SessionPartitions {
  const partitions = new SessionPartitions();
  const named = Array.from({ length: count }, (_, partition) => ({
    topic: 't',
    partition,
    currentLeaderEpoch: 0,
    fetchOffset: 0,
    lastFetchedEpoch: -1,
    logStartOffset: 0,
    partitionMaxBytes: 1,
  }));
  partitions.update(named, []);
  return partitions;
}

class Sessions {
  readonly cache: FetchSessionCache;

  constructor(maxEntries: number) {
    this.cache = new FetchSessionCache(new SessionIds(), maxEntries);
  }

  create(nowMs: number, isPrivileged: boolean, size: number): FetchSession | undefined {
    return this.cache.create({ isPrivileged, usesTopicIds: true, partitions: partitionsOf(size) }, nowMs);
  }

  touch(session: FetchSession | undefined, nowMs: number): void {
    if (session !== undefined) this.cache.proceed(session, nowMs);
  }

  has(session: FetchSession | undefined): boolean {
    return session !== undefined && this.cache.find(session.id, session.epoch, true) === session;
  }
}

describe('The fetch sessions of a broker', () => {
  it('have numbers of their own and begin at epoch 1', () => {
    const sessions = new Sessions(10);
    const [first, second] = [sessions.create(0, true, 1), sessions.create(0, true, 1)];
    expect([first?.id, first?.epoch, second?.id]).toEqual([1, 1, 2]);
    sessions.touch(first, 1);
    expect(first?.epoch).toBe(2);
  });

  it('refuse a request that no session expects', () => {
    const sessions = new Sessions(10);
    const session = sessions.create(0, true, 1) as FetchSession;
    expect(sessions.cache.find(99, 1, true)).toBe('FETCH_SESSION_ID_NOT_FOUND');
    expect(sessions.cache.find(session.id, 2, true)).toBe('INVALID_FETCH_SESSION_EPOCH');
    expect(sessions.cache.find(session.id, 1, false)).toBe('FETCH_SESSION_TOPIC_ID_ERROR');
    expect(sessions.cache.find(session.id, 1, true)).toBe(session);
    sessions.cache.remove(session.id);
    expect(sessions.cache.find(session.id, 1, true)).toBe('FETCH_SESSION_ID_NOT_FOUND');
  });

  it('are not created without a slot', () => {
    expect(new Sessions(0).create(0, true, 1)).toBeUndefined();
  });

  it('make room for another one when they have not been used for two minutes', () => {
    const sessions = new Sessions(2);
    const [old, used] = [sessions.create(0, false, 10), sessions.create(0, false, 10)];
    sessions.touch(used, 60_000);
    expect(sessions.create(120_000, false, 1)).toBeUndefined();
    const created = sessions.create(120_001, false, 1);
    expect([old, used, created].map((session) => sessions.has(session))).toEqual([false, true, true]);
  });

  it('make room for a larger one when they are older than two minutes', () => {
    const sessions = new Sessions(2);
    const [small, large] = [sessions.create(0, false, 20), sessions.create(0, false, 30)];
    sessions.touch(small, 119_000);
    sessions.touch(large, 119_000);
    expect(sessions.create(119_000, false, 50)).toBeUndefined();
    sessions.touch(small, 120_001);
    sessions.touch(large, 120_001);
    expect(sessions.create(120_001, false, 19)).toBeUndefined();
    const created = sessions.create(120_001, false, 25);
    expect([small, large, created].map((session) => sessions.has(session))).toEqual([false, true, true]);
  });

  it('of consumers make room for those of followers, and not the reverse', () => {
    const sessions = new Sessions(2);
    const [follower, consumer] = [sessions.create(0, true, 20), sessions.create(0, false, 20)];
    expect(sessions.create(1, false, 30)).toBeUndefined();
    const another = sessions.create(1, true, 5);
    expect([follower, consumer, another].map((session) => sessions.has(session))).toEqual([true, false, true]);
    // Those of followers make room for each other when they are old.
    expect(sessions.create(2, true, 50)).toBeUndefined();
    sessions.touch(follower, 120_002);
    sessions.touch(another, 120_002);
    const last = sessions.create(120_002, true, 6);
    expect([follower, another, last].map((session) => sessions.has(session))).toEqual([true, false, true]);
    expect(sessions.create(120_002, false, 1_000)).toBeUndefined();
  });
});

describe('The epochs of fetch sessions', () => {
  it('begin again at 1 after the last one', () => {
    expect([0, 1, 2_147_483_647, -1].map(nextEpoch)).toEqual([1, 2, 1, -1]);
    expect([0, -1, 1].map(isFull)).toEqual([true, true, false]);
  });
});
