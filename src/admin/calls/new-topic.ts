/**
 * A topic to be created.
 */
import type { OptionTypes } from '../../checks/arguments.ts';
import { INTEGER, isObject, STRING, type ValueType, valueType } from '../../checks/value-type.ts';
import type { CreatableTopic } from '../../protocol/messages.ts';
import { ASSIGNMENTS, CONFIGS, checkFields } from './check-arguments.ts';

/** A new topic as a plain object. Fields that are left out have the broker's defaults. */
export interface NewTopicLike {
  readonly name: string;
  /** Default: num.partitions of the broker. */
  readonly numPartitions?: number;
  /** Default: default.replication.factor of the broker. */
  readonly replicationFactor?: number;
  /** The brokers of each partition, the preferred leader first; then the two numbers above must be left out. */
  readonly replicasAssignments?: readonly (readonly number[])[];
  /** Topic configuration, for example `{ 'min.insync.replicas': '2' }`. */
  readonly configs?: Readonly<Record<string, string>>;
}

/**
 * A new topic (Java's NewTopic).
 *
 * @example
 * import { NewTopic, Simulation } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const admin = sim.admin();
 * await sim.run(async () => {
 *   await admin.createTopics([new NewTopic('payments', 3, 2).configs({ 'min.insync.replicas': '2' })]);
 *   const topics = await admin.describeTopics(['payments']);
 *   console.log(topics.get('payments').partitions.length);
 * });
 * // prints: 3
 */
export class NewTopic {
  readonly name: string;
  readonly numPartitions: number | undefined;
  readonly replicationFactor: number | undefined;
  readonly replicasAssignments: readonly (readonly number[])[] | undefined;
  private topicConfigs: Readonly<Record<string, string>> = {};

  /**
   * @param numPartitions default: num.partitions of the broker
   * @param replicationFactor default: default.replication.factor of the broker
   */
  constructor(name: string, numPartitions?: number, replicationFactor?: number);
  /** @param replicasAssignments the brokers of each partition, the preferred leader first */
  constructor(name: string, replicasAssignments: readonly (readonly number[])[]);
  constructor(name: string, partitions?: number | readonly (readonly number[])[], replicationFactor?: number) {
    this.name = name;
    this.numPartitions = isAssignments(partitions) ? undefined : partitions;
    this.replicationFactor = replicationFactor;
    this.replicasAssignments = isAssignments(partitions) ? partitions : undefined;
  }

  /** The topic's configuration. */
  configs(): Readonly<Record<string, string>>;
  /** Sets the topic's configuration, and returns this topic. */
  configs(configs: Readonly<Record<string, string>>): this;
  configs(configs?: Readonly<Record<string, string>>): this | Readonly<Record<string, string>> {
    if (configs === undefined) return this.topicConfigs;
    this.topicConfigs = configs;
    return this;
  }
}

export const NEW_TOPIC: ValueType<NewTopic | NewTopicLike> = valueType(
  (value): value is NewTopic | NewTopicLike => isObject(value),
  'a topic, { name, numPartitions, replicationFactor }',
);

const FIELDS: OptionTypes<NewTopicLike> = {
  name: STRING,
  numPartitions: INTEGER,
  replicationFactor: INTEGER,
  replicasAssignments: ASSIGNMENTS,
  configs: CONFIGS,
};

/** @throws IllegalArgumentException for a field that does not exist, or a value of another type */
export function toCreatableTopic(topic: NewTopic | NewTopicLike): CreatableTopic {
  const configs = topic instanceof NewTopic ? topic.configs() : (topic.configs ?? {});
  const fields = topic instanceof NewTopic ? fieldsOf(topic) : topic;
  checkFields('admin.createTopics(newTopics)', fields, FIELDS, ['name']);
  const { name, numPartitions = -1, replicationFactor = -1, replicasAssignments: assignments } = topic;
  return { name, numPartitions, replicationFactor, configs, ...(assignments && { assignments }) };
}

type Assignments = NonNullable<NewTopicLike['replicasAssignments']>;

function isAssignments(given: number | Assignments | undefined): given is Assignments {
  return Array.isArray(given);
}

function fieldsOf(topic: NewTopic): { -readonly [Name in keyof NewTopicLike]: NewTopicLike[Name] | undefined } {
  const { name, numPartitions, replicationFactor, replicasAssignments } = topic;
  return { name, numPartitions, replicationFactor, replicasAssignments, configs: topic.configs() };
}
