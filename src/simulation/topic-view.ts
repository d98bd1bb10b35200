/** Reads a topic without a client, for assertions. */
import type { Cluster, TopicOptions } from '../broker/index.ts';
import { checkArgument, checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { methodOf } from '../checks/call-sites.ts';
import { fieldsText, printAs } from '../checks/printing.ts';
import { INT, OBJECT, oneOf, PARTITION, STRING, TOPIC } from '../checks/value-type.ts';
import { ownHeaders } from '../client/record/headers.ts';
import type { IsolationLevel } from '../protocol/messages.ts';
import { payloadText } from '../protocol/records/payload.ts';
import type { Header } from '../protocol/records/record-batch.ts';
import type { Trial } from './checking/trial.ts';
import { describeMissingTopic } from './missing-topic.ts';
import { onCall } from './own-errors.ts';

/** A record that is stored in a topic. */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** ms since the epoch. */
  readonly timestampMs: number;
  /** Decoded as UTF-8. */
  readonly key: string | null;
  /** Decoded as UTF-8. */
  readonly value: string | null;
  readonly headers: readonly Header[];
}

/** Which records of a topic to read. */
export interface ReadOptions {
  /** Default: all partitions. */
  readonly partition?: number;
  /**
   * Like a consumer's `isolation.level`: `read_committed` leaves out records of aborted transactions, and ends before the first
   * open transaction. Default `read_uncommitted`.
   */
  readonly isolation?: IsolationLevel;
}

const READ_TYPES: OptionTypes<ReadOptions> = {
  partition: PARTITION,
  isolation: oneOf(['read_uncommitted', 'read_committed']),
};

/** Whether the numbers are allowed is decided by the brokers, in their own words. */
const TOPIC_TYPES: OptionTypes<TopicOptions> = { partitions: INT, replicationFactor: INT, configs: OBJECT };

/** @throws IllegalArgumentException for a name that is not a string, an option that does not exist, or one of another type */
export function checkNewTopic(name: string, options: TopicOptions): void {
  checkArgument('sim.createTopic(name)', name, STRING);
  checkOptions('sim.createTopic()', options, TOPIC_TYPES);
}

/**
 * `sim.topic(name)`: the records that consumers can read from a topic, which are those below the high watermark.
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', key: 'France', value: '12 EUR' }).get());
 * for (const { key, value, offset } of sim.topic('payments').records()) console.log(key, value, offset);
 * // prints: France 12 EUR 0
 */
export class TopicView {
  readonly name: string;
  /** @internal For the test kits: what producers have sent to the topic. */
  readonly trial: Trial;
  private readonly cluster: Cluster;

  constructor(name: string, cluster: Cluster, trial: Trial) {
    checkArgument('sim.topic(name)', name, TOPIC);
    this.name = name;
    this.cluster = cluster;
    this.trial = trial;
  }

  /**
   * Returns the records, partition by partition, in order of offset.
   *
   * @param options which records to read, or the number of a partition
   * @throws IllegalArgumentException for an option that does not exist, or is of another type
   * @throws SimulationError of kind 'misuse' if there has never been a topic of this name, or it does not have the partition
   */
  records(options: number | ReadOptions = {}): TopicRecord[] {
    return onCall(methodOf(this, 'records'), () => this.read(options));
  }

  /** Returns the values of the records, as the console consumer prints them with `--from-beginning`. */
  values(options: number | ReadOptions = {}): (string | null)[] {
    return onCall(methodOf(this, 'values'), () => this.read(options)).map(({ value }) => value);
  }

  private read(options: number | ReadOptions): TopicRecord[] {
    const chosen: ReadOptions = typeof options === 'number' ? { partition: options } : options;
    checkOptions('topic.records()', chosen, READ_TYPES);
    this.expectExistence(chosen.partition);
    return [...this.cluster.readRecords(this.name, chosen.partition, chosen.isolation)].map((record) => ({
      ...record,
      key: payloadText(record.key),
      value: payloadText(record.value),
      headers: ownHeaders(record.headers),
    }));
  }

  /** @internal Whether there is or was such a topic. */
  get hasExisted(): boolean {
    return this.cluster.hasHadTopic(this.name);
  }

  /** A misspelt name would have no records, which is what a test may expect of the right one. */
  private expectExistence(partition: number | undefined): void {
    const { name, cluster, trial } = this;
    const { misuse } = trial.failures;
    if (!this.hasExisted) throw misuse(describeMissingTopic(name, trial));
    const partitions = cluster.topics.find((topic) => topic.name === name)?.partitions.length;
    if (partition === undefined || partitions === undefined || partition < partitions) return;
    const existing = partitions === 1 ? 'Its only partition is 0' : `Its partitions are 0 to ${partitions - 1}`;
    throw misuse(`Topic '${name}' has no partition ${partition}. ${existing}.`);
  }
}

printAs(TopicView, (topic) => {
  if (!topic.hasExisted) return `${fieldsText('TopicView', { name: topic.name })}: there has never been such a topic`;
  return `${fieldsText('TopicView', { name: topic.name, records: topic.records().length })}: they are in records()`;
});
