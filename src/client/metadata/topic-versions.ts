/**
 * The topics of a series of cluster views, each of which differs from the one before it in a few topics. A change costs what the topic
 * costs, however many others there are, and the earlier views stay as they are.
 */
import { RecallMap } from '../collections/recall-map.ts';
import type { PartitionInfo } from './cluster-view.ts';

/** The partitions of one topic. */
export interface TopicView {
  /** Ascending by number. */
  readonly partitions: readonly PartitionInfo[];
  /** Those with a leader. The same list if that is all of them. */
  readonly available: readonly PartitionInfo[];
  /** By partition number; a hole is a partition that the response did not contain. The same list if there is none. */
  readonly byNumber: readonly (PartitionInfo | undefined)[];
}

interface TopicVersion extends TopicView {
  readonly topic: string;
  /** The first version of the topics with this one. No two are the same. */
  readonly since: number;
  readonly before: TopicVersion | undefined;
}

const NO_CHANGES: readonly string[] = [];

export class TopicVersions {
  /** The latest version. Every change of a topic makes another one. */
  latest = 0;
  /** The latest version of each topic, with those before it. One without partitions says that the topic is not known any more. */
  private readonly byName = new RecallMap<TopicVersion>();
  /** What was changed after version `first`: `changes[i]` in version `first + i + 1`. */
  private readonly changes: string[] = [];
  private readonly first: number;

  constructor(partitionsByTopic: ReadonlyMap<string, readonly PartitionInfo[]>) {
    for (const [topic, partitions] of partitionsByTopic) {
      if (partitions.length > 0) this.byName.set(topic, versionOf(topic, partitions, ++this.latest, undefined));
    }
    this.first = this.latest;
  }

  /** Another version of the topics, in which this one comes last. No partitions: it is not known any more. */
  change(topic: string, partitions: readonly PartitionInfo[]): void {
    const before = this.byName.get(topic);
    if (before === undefined && partitions.length === 0) return;
    this.byName.set(topic, versionOf(topic, partitions, ++this.latest, before));
    this.changes.push(topic);
  }

  /** Undefined if the topic is not known in that version. */
  topic(topic: string, version: number): TopicView | undefined {
    let found = this.byName.get(topic);
    while (found !== undefined && found.since > version) found = found.before;
    return found === undefined || found.partitions.length === 0 ? undefined : found;
  }

  /** The names of a version, in the order in which they were added or last changed. */
  topics(version: number): readonly string[] {
    const found: TopicVersion[] = [];
    for (const topic of this.byName.keys()) {
      const view = this.topic(topic, version);
      if (view !== undefined) found.push(view as TopicVersion);
    }
    return found.sort((one, other) => one.since - other.since).map(({ topic }) => topic);
  }

  /** The topics that were changed after a version and up to a later one, or before it. */
  changesBetween(earlier: number, later: number): readonly string[] {
    if (earlier === later) return NO_CHANGES;
    return this.changes.slice(Math.min(earlier, later) - this.first, Math.max(earlier, later) - this.first);
  }
}

function versionOf(
  topic: string,
  unsorted: readonly PartitionInfo[],
  since: number,
  before: TopicVersion | undefined,
): TopicVersion {
  const partitions = isAscending(unsorted) ? unsorted : unsorted.toSorted(byNumber);
  const hasAllLeaders = partitions.every(hasLeader);
  return {
    topic,
    partitions,
    available: hasAllLeaders ? partitions : partitions.filter(hasLeader),
    byNumber: placed(partitions),
    since,
    before,
  };
}

/** The partitions by their numbers, of which some may be missing. */
function placed(partitions: readonly PartitionInfo[]): readonly (PartitionInfo | undefined)[] {
  if (partitions.every(({ partition }, index) => partition === index)) return partitions;
  const places: (PartitionInfo | undefined)[] = [];
  for (const info of partitions) {
    while (places.length < info.partition) places.push(undefined);
    places[info.partition] = info;
  }
  return places;
}

function isAscending(partitions: readonly PartitionInfo[]): boolean {
  return partitions.every((info, i) => i === 0 || (partitions[i - 1] as PartitionInfo).partition < info.partition);
}

function byNumber(one: PartitionInfo, other: PartitionInfo): number {
  return one.partition - other.partition;
}

function hasLeader({ leader }: PartitionInfo): boolean {
  return leader !== null;
}
