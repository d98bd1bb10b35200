/**
 * A follower's fetches from one leader (ReplicaFetcherThread): at most one is in flight, for all partitions that the follower
 * has from that leader. A fetch that continues a session names only what has changed since the one before (FetchSessionHandler,
 * KIP-227).
 */
import type { TopicIdPartition } from '../../protocol/cluster/topic-partition.ts';
import type { FetchPartition, FetchResponse, WantedPartitions } from '../../protocol/messages.ts';
import type { Replica, ReplicaFetcher } from './replica.ts';
import { INITIAL_EPOCH, isFull, NO_SESSION, nextEpoch } from './sessions/fetch-session.ts';

const NO_PARTITIONS: readonly FetchPartition[] = [];
const NOTHING_FORGOTTEN: readonly TopicIdPartition[] = [];

export class Fetcher implements ReplicaFetcher, WantedPartitions {
  readonly followerId: number;
  readonly leaderId: number;
  isInFlight = false;
  /** When the latest fetch was sent. */
  sentMs = 0;
  /** When the fetch in flight counts as lost, unless it waits at the leader. */
  deadlineMs = 0;
  /**
   * When the fetch in flight is answered at the latest, even without data; infinite as long as it asks for all that the follower
   * wants.
   */
  waitEndsMs: number = Number.POSITIVE_INFINITY;
  /** Of the fetch in flight, or else of the next one. */
  sessionId: number = NO_SESSION;
  sessionEpoch: number = INITIAL_EPOCH;
  private readonly replicas = new Set<Replica>();
  /** Replicas of which the next fetch may differ from the last one. */
  private changed: Replica[] = [];
  /** Replicas that are in the leader's session and no longer in that of the follower. */
  private left: Replica[] = [];
  private sessionSize = 0;
  private nextPlace = 0;

  constructor(followerId: number, leaderId: number) {
    this.followerId = followerId;
    this.leaderId = leaderId;
  }

  /** Adds the replica behind the others. */
  add(replica: Replica): void {
    replica.fetchPlace = this.nextPlace++;
    if (replica.fetcher !== this) {
      replica.fetcher = this;
      this.replicas.add(replica);
      const place = this.left.indexOf(replica);
      if (place >= 0) {
        this.left.splice(place, 1);
        this.enterSession(replica, replica.sessionPlace);
        // It may have been fetched from another leader in the meantime.
        replica.lastFetch = undefined;
      }
    }
    this.noteChange(replica);
  }

  remove(replica: Replica): void {
    this.replicas.delete(replica);
    replica.fetcher = undefined;
    if (replica.isInSession) this.leaveSession(replica);
    if (!replica.isChangeNoted) return;
    replica.isChangeNoted = false;
    this.changed.splice(this.changed.indexOf(replica), 1);
  }

  noteChange(replica: Replica): void {
    if (replica.isChangeNoted) return;
    replica.isChangeNoted = true;
    this.changed.push(replica);
  }

  /** The replica has got records: in a full fetch, the others come before it. */
  moveToEnd(replica: Replica): void {
    replica.fetchPlace = this.nextPlace++;
  }

  /** What the next fetch names. The replicas that wait after an error are not asked for. */
  nextPartitions(maxBytes: number): readonly FetchPartition[] {
    if (this.replicas.size === 0) this.endSession();
    if (isFull(this.sessionEpoch)) return this.allPartitions(maxBytes);
    const { changed } = this;
    const first = changed[0];
    if (first === undefined) return NO_PARTITIONS;
    if (changed.length === 1) {
      changed.pop();
      const asked = this.changeOf(first, maxBytes);
      return asked === undefined ? NO_PARTITIONS : [asked];
    }
    this.changed = [];
    const asked = changed.sort(inOrderOfRequest).map((replica) => this.changeOf(replica, maxBytes));
    return asked.filter((one) => one !== undefined);
  }

  /** What the next fetch forgets. Call it after `nextPartitions`, and only if the fetch is sent. */
  nextForgotten(): readonly TopicIdPartition[] {
    if (this.left.length === 0) return NOTHING_FORGOTTEN;
    const left = this.left.sort((one, other) => one.sessionPlace - other.sessionPlace);
    this.left = [];
    return left.map(({ topic, topicId, partition }) => ({ topic, topicId, partition }));
  }

  /** Whether a fetch that names nothing has a purpose: it continues a session, or forgets the last of its partitions. */
  get hasSession(): boolean {
    return this.sessionSize > 0 || this.left.length > 0;
  }

  /** All that the fetch in flight asks for. */
  all(): readonly FetchPartition[] {
    const inSession = [...this.replicas].filter((replica) => replica.isInSession);
    inSession.sort((one, other) => one.sessionPlace - other.sessionPlace);
    return inSession.map(({ lastFetch }) => lastFetch).filter((asked) => asked !== undefined);
  }

  /** Takes the session of a response, for the next fetch. Returns whether the response has what was asked for. */
  takeSession({ error, sessionId = NO_SESSION }: FetchResponse): boolean {
    if (error === 'FETCH_SESSION_ID_NOT_FOUND') this.sessionId = NO_SESSION;
    if (error !== 'NONE') {
      this.sessionEpoch = INITIAL_EPOCH;
      return false;
    }
    this.sessionEpoch = sessionId === NO_SESSION ? INITIAL_EPOCH : nextEpoch(this.sessionEpoch);
    this.sessionId = sessionId;
    return true;
  }

  /** There is no response: the next fetch begins another session in place of this one. */
  failed(): void {
    this.sessionEpoch = INITIAL_EPOCH;
  }

  /** A fetcher without partitions ends (AbstractFetcherManager.shutdownIdleFetcherThreads); the leader keeps the session for a while. */
  private endSession(): void {
    this.sessionId = NO_SESSION;
    this.sessionEpoch = INITIAL_EPOCH;
    this.sessionSize = 0;
    this.left = [];
  }

  private allPartitions(maxBytes: number): readonly FetchPartition[] {
    this.changed = [];
    this.left = [];
    this.sessionSize = 0;
    const active: Replica[] = [];
    for (const replica of this.replicas) {
      replica.isChangeNoted = false;
      replica.isInSession = false;
      if (!replica.isBackingOff) active.push(replica);
    }
    active.sort(byFetchPlace);
    return active.map((replica, place) => {
      this.enterSession(replica, place);
      return replica.nextFetch(maxBytes);
    });
  }

  /** How the next fetch names the replica; undefined if it does not. */
  private changeOf(replica: Replica, maxBytes: number): FetchPartition | undefined {
    replica.isChangeNoted = false;
    if (replica.isBackingOff) {
      if (replica.isInSession) this.leaveSession(replica);
      return undefined;
    }
    const before = replica.lastFetch;
    const asked = replica.nextFetch(maxBytes);
    if (replica.isInSession) return asked === before ? undefined : asked;
    this.enterSession(replica, this.nextPlace++);
    return asked;
  }

  private enterSession(replica: Replica, place: number): void {
    replica.isInSession = true;
    replica.sessionPlace = place;
    this.sessionSize++;
  }

  private leaveSession(replica: Replica): void {
    replica.isInSession = false;
    this.sessionSize--;
    this.left.push(replica);
  }
}

/** Partitions that are new in the session come first. */
function inOrderOfRequest(one: Replica, other: Replica): number {
  if (one.isInSession !== other.isInSession) return one.isInSession ? 1 : -1;
  return one.isInSession ? one.sessionPlace - other.sessionPlace : byFetchPlace(one, other);
}

function byFetchPlace(one: Replica, other: Replica): number {
  return one.fetchPlace - other.fetchPlace;
}
