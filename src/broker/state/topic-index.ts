/**
 * Finds topics by what a new or a changed one has to be compared with, without a search through all of them.
 */
import { NO_LEADER, type PartitionState, type TopicState } from './control-plane.ts';

interface Entry {
  topic: TopicState;
  /** In the list of all topics. */
  readonly place: number;
}

export class TopicIndex {
  private readonly byName = new Map<string, Entry>();
  /** The names that the metrics of brokers do not tell apart, in order of creation. */
  private readonly byMetricName = new Map<string, readonly string[]>();
  /** Topics that are not internal. */
  userTopics = 0;
  /** Partitions that are led, and not by their preferred leaders. */
  ledElsewhere = 0;

  constructor(topics: readonly TopicState[]) {
    for (const topic of topics) this.add(topic);
  }

  topic(name: string): TopicState | undefined {
    return this.byName.get(name)?.topic;
  }

  placeOf(name: string): number | undefined {
    return this.byName.get(name)?.place;
  }

  /** The existing topics that cannot be told apart from one of this name: '.' and '_' are the same in names of metrics. */
  collidingWith(name: string): readonly string[] {
    return this.byMetricName.get(metricName(name)) ?? [];
  }

  /** Adds the topic behind all others. */
  add(topic: TopicState): void {
    const { name } = topic;
    this.byName.set(name, { topic, place: this.byName.size });
    this.byMetricName.set(metricName(name), [...this.collidingWith(name), name]);
    if (!topic.isInternal) this.userTopics++;
    this.ledElsewhere += ledElsewhere(topic);
  }

  /** The topic has changed. */
  replace(topic: TopicState): void {
    const entry = this.byName.get(topic.name);
    if (entry === undefined) return;
    this.ledElsewhere += ledElsewhere(topic) - ledElsewhere(entry.topic);
    entry.topic = topic;
  }
}

function metricName(name: string): string {
  return name.includes('.') ? name.replaceAll('.', '_') : name;
}

function ledElsewhere({ partitions }: TopicState): number {
  let count = 0;
  for (let i = 0; i < partitions.length; i++) {
    const { leader, replicas } = partitions[i] as PartitionState;
    if (leader !== NO_LEADER && leader !== replicas[0]) count++;
  }
  return count;
}
