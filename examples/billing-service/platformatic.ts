/** Messaging with @platformatic/kafka. It commits each message by itself, and takes part in rebalances while one is handled. */
import { Consumer, type MessagesStream, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import type { IncomingMessage, Messaging, OutgoingMessage } from './messaging.ts';

type TextStream = MessagesStream<string, string, string, string>;

export interface Connection {
  readonly clientId: string;
  readonly bootstrapBrokers: string[];
}

export class PlatformaticMessaging implements Messaging {
  private readonly consumer: Consumer<string, string, string, string>;
  private readonly producer: Producer<string, string, string, string>;
  private stream: TextStream | null = null;
  private reading: Promise<void> = Promise.resolve();
  private hasMessageInHand = false;
  private isClosing = false;

  constructor(connection: Connection, groupId: string) {
    const group = { groupId, sessionTimeout: 10_000, heartbeatInterval: 3_000 };
    this.consumer = new Consumer({ ...connection, ...group, deserializers: stringDeserializers });
    // Without idempotence, the client stores a record twice if the connection breaks before the response.
    this.producer = new Producer({ ...connection, idempotent: true, serializers: stringSerializers });
  }

  async start(topic: string, handle: (message: IncomingMessage) => Promise<void>): Promise<void> {
    // With autocommit, a message is committed when it is fetched, and lost if the service dies before it is handled.
    this.stream = await this.consumer.consume({
      topics: [topic],
      mode: 'committed',
      fallbackMode: 'earliest',
      autocommit: false,
    });
    this.reading = this.read(this.stream, handle);
  }

  async send({ topic, key, value, headers = {} }: OutgoingMessage): Promise<void> {
    // Options of the constructor do not reach send(), which would wait for the leader alone.
    await this.producer.send({ messages: [{ topic, value, headers, ...(key !== null && { key }) }], acks: -1 });
  }

  async close(): Promise<void> {
    this.isClosing = true;
    if (!this.hasMessageInHand) await this.stream?.close();
    await this.reading;
    await this.consumer.close();
    await this.producer.close();
  }

  private async read(stream: TextStream, handle: (message: IncomingMessage) => Promise<void>): Promise<void> {
    for await (const message of stream) {
      const { topic, partition, offset, key, value } = message;
      this.hasMessageInHand = true;
      await handle({ topic, partition, offset: String(offset), key, value });
      await message.commit();
      this.hasMessageInHand = false;
      if (this.isClosing) break;
    }
  }
}
