/** Messaging with kafkajs. It commits after each batch of messages that it has fetched, and takes part in rebalances between messages. */
import type { Consumer, Kafka, Producer } from 'kafkajs';
import type { IncomingMessage, Messaging, OutgoingMessage } from './messaging.ts';

export class KafkaJsMessaging implements Messaging {
  private readonly consumer: Consumer;
  private readonly producer: Producer;

  constructor(kafka: Kafka, groupId: string) {
    this.consumer = kafka.consumer({ groupId, sessionTimeout: 10_000 });
    // Without idempotence, kafkajs stores a record twice if the connection breaks before the response.
    this.producer = kafka.producer({ idempotent: true });
  }

  async start(topic: string, handle: (message: IncomingMessage) => Promise<void>): Promise<void> {
    await this.producer.connect();
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [topic], fromBeginning: true });
    await this.consumer.run({
      eachMessage: ({ partition, message: { key, value, offset } }) =>
        handle({ topic, partition, offset, key: key === null ? null : String(key), value: String(value) }),
    });
  }

  async send({ topic, ...message }: OutgoingMessage): Promise<void> {
    await this.producer.send({ topic, messages: [message] });
  }

  async close(): Promise<void> {
    await this.consumer.disconnect();
    await this.producer.disconnect();
  }
}
