/**
 * Publishes the rows of an outbox table: what a service wrote in one database transaction with its own data, and Kafka is to have.
 *
 * Rows are published in their order, many to a transaction of Kafka, and marked afterwards. Between the two a crash can come, so
 * a row may be published twice, and never not at all; its id is in a header. One publisher at a time: a newer one with the same
 * transactional.id fences the older.
 */

export interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly payload: string;
}

export interface Outbox {
  /** Rows that are not marked, the oldest first. */
  unpublished(limit: number): Promise<readonly OutboxRow[]>;
  markPublished(rows: readonly OutboxRow[]): Promise<void>;
}

export interface Header {
  readonly key: string;
  readonly value: string;
}

/** As much of a transactional Kafka producer as a publisher needs. */
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

  /** Publishes until it is told to stop. Rejects when it cannot go on: then whoever watches it starts another. */
  async run(stop: AbortSignal): Promise<void> {
    await this.producer.initTransactions();
    while (!stop.aborted) {
      const rows = await this.outbox.unpublished(ROWS_AT_ONCE);
      if (rows.length > 0 && (await this.hasPublished(rows))) await this.outbox.markPublished(rows);
      else await new Promise((resolve) => void setTimeout(resolve, PAUSE_MS));
    }
  }

  /** All of them, or none. */
  private async hasPublished(rows: readonly OutboxRow[]): Promise<boolean> {
    this.producer.beginTransaction();
    try {
      for (const { id, topic, key, payload } of rows) {
        // Nobody waits for each of them: the commit fails if one of them did.
        this.producer.send({ topic, key, value: payload, headers: [{ key: 'id', value: id }] });
      }
      await this.producer.commitTransaction();
      return true;
    } catch {
      // Rejects for a producer that was fenced: another one publishes now.
      await this.producer.abortTransaction();
      return false;
    }
  }
}
