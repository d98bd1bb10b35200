/**
 * Collects events, and sends them many to a record: when there are enough of them, or when the oldest has waited long enough.
 *
 * What waits here is in no producer and in no log. Whoever ends the program calls close() before, and is told what Kafka did not
 * take, to put it somewhere else.
 */

/** As much of a Kafka producer as a collector needs. */
export interface Producer {
  send(record: { topic: string; value: string }): PromiseLike<unknown>;
  close(timeoutMs: number): Promise<void>;
}

export interface CollectorOptions {
  readonly topic: string;
  /** So many events go out at once. */
  readonly batchSize: number;
  /** An event waits no longer than this for others to come. */
  readonly lingerMs: number;
}

export class Collector {
  private readonly producer: Producer;
  private readonly options: CollectorOptions;
  private waiting: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly underWay = new Set<Promise<void>>();
  private readonly undelivered: string[] = [];
  private isClosed = false;

  constructor(producer: Producer, options: CollectorOptions) {
    this.producer = producer;
    this.options = options;
  }

  /** @throws Error once close() was called: the event was not taken, and who has it knows. */
  add(event: string): void {
    if (this.isClosed) throw new Error(`This collector is closed; it did not take ${event}.`);
    this.waiting.push(event);
    if (this.waiting.length >= this.options.batchSize) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), this.options.lingerMs);
  }

  /** Sends what waits, and gives Kafka `withinMs` for it and all before. Resolves with the events that it did not acknowledge. */
  async close(withinMs: number): Promise<readonly string[]> {
    this.isClosed = true;
    this.flush();
    await this.producer.close(withinMs);
    await Promise.all(this.underWay);
    return this.undelivered;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    const sending = this.deliver(this.waiting);
    this.waiting = [];
    this.underWay.add(sending);
    void sending.then(() => this.underWay.delete(sending));
  }

  private async deliver(events: readonly string[]): Promise<void> {
    try {
      await this.producer.send({ topic: this.options.topic, value: JSON.stringify(events) });
    } catch {
      this.undelivered.push(...events);
    }
  }
}
