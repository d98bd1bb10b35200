/** What billing needs of a Kafka client, so that it can use any. */

export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: string;
}

export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string | null;
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Messaging {
  /**
   * Calls `handle` for the messages of a topic, one after the other, from where the consumer group has committed. A message is committed
   * after it was handled, at the latest in `close()`.
   */
  start(topic: string, handle: (message: IncomingMessage) => Promise<void>): Promise<void>;
  /** Resolves when all replicas in sync have the message, and rejects if that is not known. */
  send(message: OutgoingMessage): Promise<void>;
  /** Waits for the message in hand, commits it, and leaves the group, so that another service continues at once. */
  close(): Promise<void>;
}
