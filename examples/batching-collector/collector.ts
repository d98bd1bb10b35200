/**
 * Collects events and sends them many to a record: when there are enough of them, or when the oldest one has waited
 * long enough.
 *
 * Events that wait here are neither in the producer nor in a log. A program calls close() before it ends, which returns
 * the events that were not acknowledged, so that the program can save them elsewhere.
 */

/** The part of a Kafka producer that a collector uses. */
export interface Producer {
  send(record: { topic: string; value: string }): PromiseLike<unknown>;
  close(timeoutMs: number): Promise<void>;
}

export interface CollectorOptions {
  readonly topic: string;
  /** Number of events per record. */
  readonly batchSize: number;
  /** How long an event waits for others at most. */
  readonly lingerMs: number;
}

export class Collector {
  private readonly producer: Producer;
  private readonly options: CollectorOptions;
  private waiting: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly inFlight = new Set<Promise<void>>();
  private readonly undelivered: string[] = [];
  private isClosed = false;

  constructor(producer: Producer, options: CollectorOptions) {
    this.producer = producer;
    this.options = options;
  }

  /** @throws Error after close(): the event was not accepted */
  add(event: string): void {
    if (this.isClosed) throw new Error(`The collector is closed; it did not accept ${event}.`);
    this.waiting.push(event);
    if (this.waiting.length >= this.options.batchSize) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), this.options.lingerMs);
  }

  /**
   * Sends the waiting events and waits for all acknowledgements, at most `withinMs`. Resolves with the events that were
   * not acknowledged.
   */
  async close(withinMs: number): Promise<readonly string[]> {
    this.isClosed = true;
    this.flush();
    await this.producer.close(withinMs);
    await Promise.all(this.inFlight);
    return this.undelivered;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    const sending = this.deliver(this.waiting);
    this.waiting = [];
    this.inFlight.add(sending);
    void sending.then(() => this.inFlight.delete(sending));
  }

  private async deliver(events: readonly string[]): Promise<void> {
    try {
      await this.producer.send({ topic: this.options.topic, value: JSON.stringify(events) });
    } catch {
      this.undelivered.push(...events);
    }
  }
}
