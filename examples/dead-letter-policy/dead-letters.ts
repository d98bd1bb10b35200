/**
 * What becomes of a record that its handler cannot handle: after some tries it is put aside in another topic, with where it came
 * from and why, and the records behind it have their turn.
 *
 * A record counts as put aside when Kafka has acknowledged it there, not before. If that fails, too, the reader must stop where it
 * is: who goes on has lost a record.
 */

/** A record as consumers hand it out. */
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

/** As much of a Kafka producer as dead letters need. */
export interface Producer {
  send(record: DeadLetter): PromiseLike<unknown>;
}

export interface DeadLetterPolicy {
  /** How often a record is tried in all. */
  readonly attempts: number;
  /** Between one try and the next. */
  readonly pauseMs: number;
}

/** The handler with the policy around it: it rejects only for a record that was neither handled nor put aside. */
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

/** The record as it was: somebody may mend the handler and read it again. */
function deadLetter({ topic, partition, offset, key, value }: ReadRecord, reason: string): DeadLetter {
  const headers = [
    { key: 'origin', value: `${topic}-${partition}@${offset}` },
    { key: 'reason', value: reason },
  ];
  return { topic: `${topic}.dead`, key, value, headers };
}
