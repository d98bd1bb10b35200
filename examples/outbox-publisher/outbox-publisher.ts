/**
 * Publishes the rows of an outbox table to Kafka. A service writes such rows in the database transaction that writes
 * its own data.
 *
 * Rows are published in their order, many in one Kafka transaction, and marked as published afterwards. If the
 * publisher crashes in between, these rows are published twice; no row is lost. Each row's id is in a header. Only one
 * publisher is active at a time: a new instance with the same transactional.id fences the old one.
 */

export interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly payload: string;
}

export interface Outbox {
  /** Rows that are not marked as published, the oldest first. */
  unpublished(limit: number): Promise<readonly OutboxRow[]>;
  markPublished(rows: readonly OutboxRow[]): Promise<void>;
}

export interface Header {
  readonly key: string;
  readonly value: string;
}

/** The part of a transactional Kafka producer that a publisher uses. */
export interface TransactionalProducer {
  initTransactions(): Promise<void>;
  beginTransaction(): void;
  send(record: { topic: string; key: string; value: string; headers: Header[] }): unknown;
  commitTransaction(): Promise<void>;
  abortTransaction(): Promise<void>;
}

const ROWS_AT_ONCE = 100;
const PAUSE_MS = 1_000;

export class OutboxPublisher {
  private readonly outbox: Outbox;
  private readonly producer: TransactionalProducer;

  constructor(outbox: Outbox, producer: TransactionalProducer) {
    this.outbox = outbox;
    this.producer = producer;
  }

  /** Publishes until `stop` is aborted. Rejects when this instance cannot continue and a new one has to be started. */
  async run(stop: AbortSignal): Promise<void> {
    await this.producer.initTransactions();
    while (!stop.aborted) {
      const rows = await this.outbox.unpublished(ROWS_AT_ONCE);
      if (rows.length > 0 && (await this.hasPublished(rows))) await this.outbox.markPublished(rows);
      else await new Promise((resolve) => void setTimeout(resolve, PAUSE_MS));
    }
  }

  /** Publishes all of the rows, or none of them. */
  private async hasPublished(rows: readonly OutboxRow[]): Promise<boolean> {
    this.producer.beginTransaction();
    try {
      for (const { id, topic, key, payload } of rows) {
        // The result of each send() is not awaited, because the commit fails if one of them has failed.
        this.producer.send({ topic, key, value: payload, headers: [{ key: 'id', value: id }] });
      }
      await this.producer.commitTransaction();
      return true;
    } catch {
      // Rejects if the producer was fenced because a new instance has taken over.
      await this.producer.abortTransaction();
      return false;
    }
  }
}
