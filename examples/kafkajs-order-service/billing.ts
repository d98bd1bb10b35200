/**
 * Bills orders with kafkajs: reads them from a topic in a consumer group, and writes an invoice for each to another one.
 *
 * An order that cannot be billed, after some attempts, becomes a dead letter with its origin and the reason, and billing continues with
 * the next order. kafkajs commits offsets after each batch of orders that were handled, and in `stop()`. So each order is billed at least once: what a
 * service has billed since the last commit when it dies is billed again by the next one, under the same number.
 */
import type { Consumer, EachMessagePayload, Kafka, Producer } from 'kafkajs';

export interface Order {
  readonly id: string;
  readonly cents: number;
}

/** Throws if the order cannot be billed. */
export type Bill = (order: Order) => Promise<{ readonly number: string; readonly cents: number }>;

export interface BillingOptions {
  /** Number of attempts for each order. */
  readonly attempts: number;
  /** Pause between two attempts. */
  readonly pauseMs: number;
}

export class Billing {
  private readonly consumer: Consumer;
  private readonly producer: Producer;
  private readonly bill: Bill;
  private readonly options: BillingOptions;

  constructor(kafka: Kafka, bill: Bill, options: BillingOptions = { attempts: 3, pauseMs: 1_000 }) {
    this.consumer = kafka.consumer({ groupId: 'billing', sessionTimeout: 10_000 });
    // Without idempotence, kafkajs stores a record twice if the connection breaks before the response.
    this.producer = kafka.producer({ idempotent: true });
    this.bill = bill;
    this.options = options;
  }

  async start(): Promise<void> {
    await this.producer.connect();
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: ['orders'], fromBeginning: true });
    await this.consumer.run({ eachMessage: (payload) => this.handle(payload) });
  }

  /** Finishes the order in hand, commits it, and leaves the group, so that another service continues at once. */
  async stop(): Promise<void> {
    await this.consumer.disconnect();
    await this.producer.disconnect();
  }

  private async handle({ topic, partition, message }: EachMessagePayload): Promise<void> {
    const { key, value, offset } = message;
    for (let attempt = 1; ; attempt++) {
      try {
        const invoice = await this.bill(JSON.parse(String(value)) as Order);
        await this.producer.send({ topic: 'invoices', messages: [{ key, value: JSON.stringify(invoice) }] });
        return;
      } catch (error) {
        if (attempt < this.options.attempts) {
          await pause(this.options.pauseMs);
          continue;
        }
        const headers = { origin: `${topic}-${partition}@${offset}`, reason: (error as Error).message };
        await this.producer.send({ topic: 'orders.dead', messages: [{ key, value, headers }] });
        return;
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
