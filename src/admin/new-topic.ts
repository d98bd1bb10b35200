/**
 * A topic to be created.
 *
 * Owns: its description. Refuses to know: whether a broker accepts it.
 */
import type { CreatableTopic } from '../protocol/messages.ts';

/** The fields of a new topic; left out, the broker's defaults apply (num.partitions, default.replication.factor). */
export interface NewTopicLike {
  readonly name: string;
  readonly numPartitions?: number;
  readonly replicationFactor?: number;
  /** Topic configuration, e.g. `{ 'min.insync.replicas': '2' }`. */
  readonly configs?: Readonly<Record<string, string>>;
}

/** As Java's NewTopic: `new NewTopic('payments', 3, 2).configs({ 'min.insync.replicas': '2' })`. */
export class NewTopic {
  readonly name: string;
  readonly numPartitions: number | undefined;
  readonly replicationFactor: number | undefined;
  private topicConfigs: Readonly<Record<string, string>> = {};

  constructor(name: string, numPartitions?: number, replicationFactor?: number) {
    this.name = name;
    this.numPartitions = numPartitions;
    this.replicationFactor = replicationFactor;
  }

  configs(): Readonly<Record<string, string>>;
  /** Sets the configuration and returns this topic. */
  configs(configs: Readonly<Record<string, string>>): this;
  configs(configs?: Readonly<Record<string, string>>): this | Readonly<Record<string, string>> {
    if (configs === undefined) return this.topicConfigs;
    this.topicConfigs = configs;
    return this;
  }
}

export function toCreatableTopic(topic: NewTopic | NewTopicLike): CreatableTopic {
  const configs = topic instanceof NewTopic ? topic.configs() : (topic.configs ?? {});
  const { name, numPartitions = -1, replicationFactor = -1 } = topic;
  return { name, numPartitions, replicationFactor, configs };
}
