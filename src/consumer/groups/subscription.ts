/**
 * What a consumer is to read: topics, those that a pattern matches, or partitions that the program assigns (Java's SubscriptionState).
 */
import { compareTexts } from '../../client/java/compare-texts.ts';
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { TopicPattern } from './topic-pattern.ts';

type SubscriptionType = 'none' | 'topics' | 'pattern' | 'partitions';

const MUTUALLY_EXCLUSIVE = 'Subscription to topics, partitions and pattern are mutually exclusive';

export class Subscription {
  private readonly isExclusive: boolean;
  private type: SubscriptionType = 'none';
  private pattern: TopicPattern | null = null;
  private subscribed: readonly string[] | null = null;
  /** What the member has told its group; `null` before it joins for the first time. */
  private joined: string | null = null;

  /** @param isExclusive whether one subscription has to end before another one of another kind begins */
  constructor(isExclusive: boolean) {
    this.isExclusive = isExclusive;
  }

  /** Those of subscribe(), or those that match its pattern, as far as they are known; `null` without subscribe(). */
  get topics(): readonly string[] | null {
    return this.subscribed;
  }

  /** @throws IllegalStateException for another kind than before, here as below */
  toTopics(topics: readonly string[]): void {
    this.become('topics');
    this.subscribed = topics;
  }

  toPattern(pattern: TopicPattern): void {
    this.become('pattern');
    this.pattern = pattern;
    this.subscribed ??= [];
  }

  toPartitions(): void {
    this.become('partitions');
    this.subscribed = null;
  }

  clear(): void {
    this.type = 'none';
    this.pattern = null;
    this.subscribed = null;
  }

  get hasPattern(): boolean {
    return this.pattern !== null;
  }

  /** Finds the topics that match the pattern. @returns whether they are others than before */
  refresh({ topics }: ClusterView): boolean {
    const { pattern } = this;
    if (pattern === null) return false;
    const matching = sorted(topics.filter((topic) => pattern.matches(topic)));
    const isSame = JSON.stringify(matching) === JSON.stringify(this.subscribed);
    this.subscribed = matching;
    return !isSame;
  }

  /** Whether topics are not known that the program has named. */
  isMissingTopics(cluster: ClusterView): boolean {
    if (this.type !== 'topics') return false;
    return this.subscribed?.some((topic) => cluster.partitionCountForTopic(topic) === undefined) === true;
  }

  // --- For the group ---------------------------------------------------------------------------------------------------

  /** The topics that the member tells the group. */
  join(): readonly string[] {
    const topics = sorted(this.subscribed ?? []);
    this.joined = JSON.stringify(topics);
    return topics;
  }

  /** Whether other topics are subscribed than those that the member has told the group. */
  get hasChanged(): boolean {
    return this.joined !== null && this.joined !== JSON.stringify(sorted(this.subscribed ?? []));
  }

  /** Whether the group may assign partitions of the topic. */
  covers(topic: string): boolean {
    return this.pattern === null ? this.subscribed?.includes(topic) === true : this.pattern.matches(topic);
  }

  /** The leader may know topics that match the pattern before the member does. */
  adopt(topics: readonly string[]): void {
    if (this.pattern === null || this.joined === null) return;
    const told = JSON.parse(this.joined) as readonly string[];
    if (topics.every((topic) => told.includes(topic))) return;
    this.subscribed = sorted([...(this.subscribed ?? []), ...topics]);
    this.joined = JSON.stringify(sorted([...told, ...topics]));
  }

  private become(type: SubscriptionType): void {
    if (this.isExclusive && this.type !== 'none' && this.type !== type) {
      throw new IllegalStateException(MUTUALLY_EXCLUSIVE);
    }
    this.type = type;
    this.pattern = null;
  }
}

/** Without duplicates. */
function sorted(topics: readonly string[]): readonly string[] {
  return [...new Set(topics)].toSorted(compareTexts);
}
