/**
 * Bills orders: reads them from a topic in a consumer group, and writes an invoice for each to another one.
 *
 * An order that cannot be billed, after some attempts, becomes a dead letter with its origin and the reason, and billing continues with
 * the next order. Each order is billed at least once: what a service has billed since its last commit when it dies is billed again by the next
 * one, and so is an order whose invoice has got no response, under the same number.
 */
import type { IncomingMessage, Messaging } from './messaging.ts';

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
  private readonly messaging: Messaging;
  private readonly bill: Bill;
  private readonly options: BillingOptions;

  constructor(messaging: Messaging, bill: Bill, options: BillingOptions = { attempts: 3, pauseMs: 1_000 }) {
    this.messaging = messaging;
    this.bill = bill;
    this.options = options;
  }

  async start(): Promise<void> {
    await this.messaging.start('orders', (order) => this.handle(order));
  }

  /** Finishes the order in hand, commits it, and leaves the group, so that another service continues at once. */
  async stop(): Promise<void> {
    await this.messaging.close();
  }

  private async handle({ topic, partition, offset, key, value }: IncomingMessage): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const invoice = await this.bill(JSON.parse(value) as Order);
        await this.messaging.send({ topic: 'invoices', key, value: JSON.stringify(invoice) });
        return;
      } catch (error) {
        if (attempt < this.options.attempts) {
          await pause(this.options.pauseMs);
          continue;
        }
        const headers = { origin: `${topic}-${partition}@${offset}`, reason: (error as Error).message };
        await this.messaging.send({ topic: 'orders.dead', key, value, headers });
        return;
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
