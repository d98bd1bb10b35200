/**
 * A dead-letter policy: a record that its handler cannot process is written, after some attempts, to a dead-letter
 * topic with its origin and the reason, and processing continues with the next record.
 *
 * The record counts as a dead letter only when Kafka has acknowledged it there. If that fails as well, the reader must
 * stop at the record; otherwise the record would be lost.
 */

/** A record as a consumer returns it. */
export interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
}

export type Handler = (record: ReadRecord) => Promise<void>;

export interface DeadLetter {
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** The part of a Kafka producer that the policy uses. */
export interface Producer {
  send(record: DeadLetter): PromiseLike<unknown>;
}

export interface DeadLetterPolicy {
  /** Total number of attempts per record. */
  readonly attempts: number;
  /** Pause between two attempts. */
  readonly pauseMs: number;
}

/**
 * A handler with the policy: it rejects only for a record that was neither processed nor written to the dead-letter
 * topic.
 */
export function withDeadLetters(handle: Handler, producer: Producer, policy: DeadLetterPolicy): Handler {
  return async (record) => {
    const reason = await failureOf(handle, record, policy);
    if (reason !== null) await producer.send(deadLetter(record, reason));
  };
}

async function failureOf(handle: Handler, record: ReadRecord, policy: DeadLetterPolicy): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      await handle(record);
      return null;
    } catch (error) {
      if (attempt === policy.attempts) return String(error);
      await new Promise((resolve) => void setTimeout(resolve, policy.pauseMs));
    }
  }
}

/** Key and value are kept unchanged, so that the record can be processed again with a fixed handler. */
function deadLetter({ topic, partition, offset, key, value }: ReadRecord, reason: string): DeadLetter {
  const headers = [
    { key: 'origin', value: `${topic}-${partition}@${offset}` },
    { key: 'reason', value: reason },
  ];
  return { topic: `${topic}.dead`, key, value, headers };
}
