/**
 * A program with transactions that handles errors as the Javadoc of KafkaProducer says: a call that timed out is called again, after any
 * other error of a commit the program calls abortTransaction(), and if that fails it closes the producer and creates a new one.
 */
import type { Burst, ProducerCase } from './case.ts';
import { type PlayedProducer, send } from './played-producer.ts';

/** How often a call is made that times out. */
const MAX_ATTEMPTS = 3;
/** close() without a timeout may not return (KAFKA-16217). */
const CLOSE_TIMEOUT_MS = 5_000;

export class TransactionalProgram {
  private config: ProducerCase['config'];
  private readonly createProducer: (drawn: ProducerCase) => PlayedProducer;
  /** The current producer, after initTransactions(). */
  private instance: PlayedProducer | undefined;
  private isOpen = false;

  constructor(config: ProducerCase['config'], createProducer: (drawn: ProducerCase) => PlayedProducer) {
    this.config = config;
    this.createProducer = createProducer;
  }

  async play(burst: Burst): Promise<void> {
    const instance = await this.withOpenTransaction();
    if (instance === undefined) return;
    let last: Promise<unknown> | undefined;
    for (let i = 0; i < burst.count; i++) last = send(instance, burst);
    if (burst.isAwaited) await last;
    if (burst.next === 'take over') await this.takeOver(instance, burst);
    else if (burst.next !== 'continue') await this.end(instance, burst.next);
  }

  /** Called after the faults: an instance with long timeouts commits a record to each partition. */
  async finish(partitions: number): Promise<void> {
    if (this.instance !== undefined) await this.discard(this.instance);
    this.config = { ...this.config, 'max.block.ms': 60_000, 'delivery.timeout.ms': 120_000 };
    const instance = await this.withOpenTransaction();
    if (instance === undefined) return;
    instance.firstAfterFaults = instance.sent + 1;
    for (let partition = 0; partition < partitions; partition++)
      void send(instance, { partition, bytes: 10, isAwaited: false });
    await this.end(instance, 'commit');
    await this.discard(instance);
  }

  /** An instance with an open transaction; `undefined` if none can be started now. */
  private async withOpenTransaction(): Promise<PlayedProducer | undefined> {
    if (this.instance === undefined) {
      const fresh = this.createProducer({ config: this.config, bursts: [] });
      if (!(await succeeds(() => fresh.producer.initTransactions()))) return this.discard(fresh);
      this.instance = fresh;
      this.isOpen = false;
    }
    if (!this.isOpen) {
      if (!(await succeeds(async () => this.instance?.producer.beginTransaction()))) return this.discard(this.instance);
      this.isOpen = true;
    }
    return this.instance;
  }

  private async end(instance: PlayedProducer, how: 'commit' | 'abort'): Promise<void> {
    const { producer } = instance;
    const isEnded =
      (how === 'commit' && (await succeeds(() => producer.commitTransaction()))) ||
      (await succeeds(() => producer.abortTransaction()));
    if (isEnded) this.isOpen = false;
    else await this.discard(instance);
  }

  /** A second instance of the program is started, while the first one continues to send and tries to commit. */
  private async takeOver(zombie: PlayedProducer, burst: Burst): Promise<void> {
    this.instance = undefined;
    await this.withOpenTransaction();
    void send(zombie, burst);
    await succeeds(() => zombie.producer.commitTransaction());
    await zombie.producer.close(CLOSE_TIMEOUT_MS);
  }

  private async discard(instance: PlayedProducer): Promise<undefined> {
    if (this.instance === instance) this.instance = undefined;
    await instance.producer.close(CLOSE_TIMEOUT_MS);
    return undefined;
  }
}

async function succeeds(call: () => Promise<void>): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const error = await call().then(
      () => null,
      (reason: Error) => reason,
    );
    if (error === null) return true;
    if (error.name !== 'TimeoutException') return false;
  }
  return false;
}
