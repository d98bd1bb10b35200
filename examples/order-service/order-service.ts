/**
 * Places orders: an order is placed when Kafka has it, and its customer is told so.
 *
 * The producer itself sends again what was refused or not answered, and never stores it twice. What it gave up, after
 * delivery.timeout.ms, is tried again here, as a new record: the one before may lie in the topic all the same, so every record
 * carries the order's id, and readers take an id once.
 */

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly cents: number;
}

/** As much of a Kafka producer as this service needs. */
export interface Producer {
  send(record: { topic: string; key: string; value: string }): PromiseLike<unknown>;
}

export interface RetryPolicy {
  /** How often an order is tried in all. */
  readonly attempts: number;
  /** The pause after the first failure; it doubles from one to the next. */
  readonly pauseMs: number;
}

export class OrderService {
  private readonly producer: Producer;
  private readonly retries: RetryPolicy;

  constructor(producer: Producer, retries: RetryPolicy = { attempts: 3, pauseMs: 1_000 }) {
    this.producer = producer;
    this.retries = retries;
  }

  /** Resolves when the order is placed. Rejects when it was refused, or was tried often enough. */
  async place(order: Order): Promise<void> {
    const { attempts, pauseMs } = this.retries;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.producer.send({ topic: 'orders', key: order.customer, value: JSON.stringify(order) });
        return;
      } catch (error) {
        if (attempt === attempts || !isWorthAnotherTry(error)) throw error;
        await pause(pauseMs * 2 ** (attempt - 1));
      }
    }
  }
}

/** What was not answered in time may go better next time; what was refused will be refused again. */
function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutException';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
