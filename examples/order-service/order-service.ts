/**
 * Places orders. An order is placed when Kafka has acknowledged its record.
 *
 * The producer retries by itself and never stores a record twice. A record that has timed out after delivery.timeout.ms
 * is retried here, as a new record. The first one may be stored nevertheless, so every record carries the order's id,
 * and consumers ignore an id that they have already seen.
 */

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly cents: number;
}

/** The part of a Kafka producer that this service uses. */
export interface Producer {
  send(record: { topic: string; key: string; value: string }): PromiseLike<unknown>;
}

export interface RetryPolicy {
  /** Total number of attempts per order. */
  readonly attempts: number;
  /** Pause after the first failed attempt; it doubles after each further one. */
  readonly pauseMs: number;
}

export class OrderService {
  private readonly producer: Producer;
  private readonly retries: RetryPolicy;

  constructor(producer: Producer, retries: RetryPolicy = { attempts: 3, pauseMs: 1_000 }) {
    this.producer = producer;
    this.retries = retries;
  }

  /** Resolves when the order is placed. Rejects when it was rejected by Kafka, or when all attempts have timed out. */
  async place(order: Order): Promise<void> {
    const { attempts, pauseMs } = this.retries;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.producer.send({ topic: 'orders', key: order.customer, value: JSON.stringify(order) });
        return;
      } catch (error) {
        if (attempt === attempts || !isRetriable(error)) throw error;
        await pause(pauseMs * 2 ** (attempt - 1));
      }
    }
  }
}

/** A retry may succeed after a timeout; a rejected record would be rejected again. */
function isRetriable(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutException';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
