/**
 * The partitions of one fetch session as its broker keeps them: what the fetcher last asked for of each, and what it was last sent
 * (CachedPartition and the partition map of FetchSession, KIP-227).
 */
import type { TopicIdPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { FetchPartition, FetchPartitionResponse } from '../../../protocol/messages.ts';

/** Kafka's value for an offset that has not been sent. */
const NOT_SENT = -1;
const NONE: readonly SessionPartition[] = [];

/** Is told which partitions of a follower's session have to be looked at. */
export interface SessionTracker {
  readonly followerId: number;
  /** The session has a new partition. */
  added(partition: SessionPartition): void;
  /** The partition of the session that a request names, if the broker's replica leads to it; undefined does not mean that there is none. */
  find(asked: FetchPartition): SessionPartition | undefined;
  /** A partition of the session that had no news may have some. */
  addNews(partition: SessionPartition): void;
  /** The fetcher does not ask for the partition any more. */
  forgotten(partition: SessionPartition): void;
}

/** The replica of a partition, as far as sessions know it. */
export interface SessionReplica {
  /** Whether the broker still has it. */
  readonly isHosted: boolean;
}

export class SessionPartition {
  readonly partitions: SessionPartitions;
  readonly topic: string;
  /** Empty if the session names topics by their names. */
  readonly topicId: string;
  readonly partition: number;
  /** The latest request for the partition. */
  asked: FetchPartition;
  /** As of the last response with the partition; -1 before, and after an error, so that it is sent again. */
  sentHighWatermark: number = NOT_SENT;
  sentLogStartOffset: number = NOT_SENT;
  /** Ascending in the order of the session. */
  place: number;
  /** Tracked sessions only: the partition may have something to tell. */
  hasNews = false;
  isForgotten = false;
  /** The replica that was found for it last. */
  replica: SessionReplica | undefined;

  constructor(partitions: SessionPartitions, asked: FetchPartition, place: number) {
    this.partitions = partitions;
    this.topic = asked.topic;
    this.topicId = asked.topicId ?? '';
    this.partition = asked.partition;
    this.asked = asked;
    this.place = place;
  }

  /** Whether a response has to have this read (CachedPartition.maybeUpdateResponseData). */
  isNews(read: FetchPartitionResponse): boolean {
    return (
      read.records.length > 0 ||
      read.highWatermark !== this.sentHighWatermark ||
      read.logStartOffset !== this.sentLogStartOffset ||
      read.error !== 'NONE' ||
      read.divergingEpoch !== undefined ||
      read.preferredReadReplica !== undefined
    );
  }

  /** Notes a response in which the partition is. */
  noteSent({ error, highWatermark, logStartOffset }: FetchPartitionResponse): void {
    this.sentHighWatermark = error === 'NONE' ? highWatermark : NOT_SENT;
    this.sentLogStartOffset = logStartOffset;
  }

  /** The partition has had its turn: the others of the session come before it. */
  moveToEnd(): void {
    this.place = this.partitions.nextPlace();
  }
}

export class SessionPartitions {
  size = 0;
  /** Set for a follower's present session. */
  tracker: SessionTracker | undefined;
  private readonly byTopic = new Map<string, (SessionPartition | undefined)[]>();
  private lastKey = '';
  private lastOfTopic: (SessionPartition | undefined)[] | undefined;
  private places = 0;

  /** Takes what a request names, and then what it forgets (FetchSession.update). */
  update(named: readonly FetchPartition[], forgotten: readonly TopicIdPartition[]): void {
    for (let i = 0; i < named.length; i++) this.ask(named[i] as FetchPartition);
    for (let i = 0; i < forgotten.length; i++) this.forget(forgotten[i] as TopicIdPartition);
  }

  nextPlace(): number {
    return this.places++;
  }

  /** All of them, in the order of the session. */
  inOrder(): readonly SessionPartition[] {
    if (this.size === 0) return NONE;
    const all: SessionPartition[] = [];
    for (const ofTopic of this.byTopic.values()) for (const one of ofTopic) if (one !== undefined) all.push(one);
    return all.sort(byPlace);
  }

  private ask(asked: FetchPartition): void {
    const known = this.tracker?.find(asked);
    if (known !== undefined) this.askAgain(known, asked);
    else this.askOf(keyOf(asked), asked);
  }

  private askOf(key: string, asked: FetchPartition): void {
    const ofTopic = this.ofTopic(key) ?? this.addTopic(key);
    let found = ofTopic[asked.partition];
    if (found === undefined) {
      found = new SessionPartition(this, asked, this.places++);
      ofTopic[asked.partition] = found;
      this.size++;
      this.tracker?.added(found);
      return;
    }
    this.askAgain(found, asked);
  }

  private askAgain(found: SessionPartition, asked: FetchPartition): void {
    found.asked = asked;
    if (!found.hasNews) this.tracker?.addNews(found);
  }

  private forget(partition: TopicIdPartition): void {
    const ofTopic = this.ofTopic(keyOf(partition));
    const found = ofTopic?.[partition.partition];
    if (ofTopic === undefined || found === undefined) return;
    ofTopic[partition.partition] = undefined;
    this.size--;
    this.tracker?.forgotten(found);
    found.isForgotten = true;
  }

  private ofTopic(key: string): (SessionPartition | undefined)[] | undefined {
    if (key !== this.lastKey) {
      this.lastKey = key;
      this.lastOfTopic = this.byTopic.get(key);
    }
    return this.lastOfTopic;
  }

  private addTopic(key: string): (SessionPartition | undefined)[] {
    const ofTopic: (SessionPartition | undefined)[] = [];
    this.byTopic.set(key, ofTopic);
    this.lastOfTopic = ofTopic;
    return ofTopic;
  }
}

export function byPlace(one: SessionPartition, other: SessionPartition): number {
  return one.place - other.place;
}

/** A topic is known by its id if the session uses ids, otherwise by its name. */
function keyOf({ topic, topicId }: Pick<TopicIdPartition, 'topic' | 'topicId'>): string {
  return topicId === undefined || topicId === '' ? topic : topicId;
}
