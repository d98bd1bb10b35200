/**
 * What lies in a topic, for assertions.
 *
 * Owns: reading a topic without a client, below the high watermark, as a consumer from the beginning would.
 */
import type { Cluster } from '../../broker/index.ts';
import type { IsolationLevel } from '../../protocol/messages.ts';
import { payloadText } from '../../protocol/payload.ts';
import type { Header } from '../../protocol/record-batch.ts';
import type { Trial } from '../checking/trial.ts';

export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  /** As UTF-8 text. */
  readonly key: string | null;
  /** As UTF-8 text. */
  readonly value: string | null;
  readonly headers: readonly Header[];
}

export interface ReadOptions {
  /** Only this partition. Default: all. */
  readonly partition?: number;
  /**
   * As a consumer's isolation.level: `read_committed` leaves out aborted transactions, and stops before the first that is
   * open. Default `read_uncommitted`.
   */
  readonly isolation?: IsolationLevel;
}

export class TopicView {
  readonly name: string;
  /** @internal For the test kits: who sent what lies here. */
  readonly trial: Trial | null;
  private readonly cluster: Cluster;

  constructor(name: string, cluster: Cluster, trial: Trial | null = null) {
    this.name = name;
    this.cluster = cluster;
    this.trial = trial;
  }

  /** All replicated records, partition by partition in order of offset; of one partition if it is given. */
  records(options: number | ReadOptions = {}): TopicRecord[] {
    const { partition, isolation } =
      typeof options === 'number' ? { partition: options, isolation: undefined } : options;
    return [...this.cluster.readRecords(this.name, partition, isolation)].map((record) => ({
      ...record,
      key: payloadText(record.key),
      value: payloadText(record.value),
    }));
  }

  /** The values alone, as text: what the console consumer prints with --from-beginning. */
  values(options: number | ReadOptions = {}): (string | null)[] {
    return this.records(options).map(({ value }) => value);
  }
}
