/**
 * What lies in a topic, for assertions.
 *
 * Owns: reading a topic without a client, below the high watermark, as a consumer from the beginning would.
 */
import type { Cluster } from '../broker/index.ts';
import { payloadText } from '../protocol/payload.ts';
import type { Header } from '../protocol/record-batch.ts';

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

export class TopicView {
  readonly name: string;
  private readonly cluster: Cluster;

  constructor(name: string, cluster: Cluster) {
    this.name = name;
    this.cluster = cluster;
  }

  /** All committed records, partition by partition in order of offset; of one partition if it is given. */
  records(partition?: number): TopicRecord[] {
    return [...this.cluster.readRecords(this.name, partition)].map((record) => ({
      ...record,
      key: payloadText(record.key),
      value: payloadText(record.value),
    }));
  }

  /** The values alone, as text: what the console consumer prints with --from-beginning. */
  values(partition?: number): (string | null)[] {
    return this.records(partition).map(({ value }) => value);
  }
}
