/**
 * A program that works in transactions as the javadoc of KafkaProducer wants it: a call that timed out is called again, any other
 * error of a commit is answered by abortTransaction(), and an instance that cannot even do that by a new one.
 *
 * Owns: its instances, one after the other, and those it is started as while another one goes on.
 * Refuses to know: what comes of it all (judge.ts).
 */
import type { Burst, ProducerCase } from './case.ts';
import { type PlayedProducer, send } from './played-producer.ts';

/** As often a call that times out is tried. */
const TRIES = 3;
/** close() may have to wait for ever (KAFKA-16217). */
const CLOSE_MS = 5_000;

export class TransactionalProgram {
  private config: ProducerCase['config'];
  private readonly engage: (drawn: ProducerCase) => PlayedProducer;
  /** Its transactions are initialized. */
  private instance: PlayedProducer | undefined;
  private isOpen = false;

  constructor(config: ProducerCase['config'], engage: (drawn: ProducerCase) => PlayedProducer) {
    this.config = config;
    this.engage = engage;
  }

  async play(burst: Burst): Promise<void> {
    const instance = await this.begun();
    if (instance === undefined) return;
    let last: Promise<unknown> | undefined;
    for (let i = 0; i < burst.count; i++) last = send(instance, burst);
    if (burst.isAwaited) await last;
    if (burst.next === 'take over') await this.takeOver(instance, burst);
    else if (burst.next !== 'go on') await this.end(instance, burst.next);
  }

  /** All is well again: an instance with time enough commits a record to each partition. */
  async finish(partitions: number): Promise<void> {
    if (this.instance !== undefined) await this.giveUp(this.instance);
    this.config = { ...this.config, 'max.block.ms': 60_000, 'delivery.timeout.ms': 120_000 };
    const instance = await this.begun();
    if (instance === undefined) return;
    instance.firstAfterwards = instance.sent + 1;
    for (let partition = 0; partition < partitions; partition++)
      void send(instance, { partition, bytes: 10, isAwaited: false });
    await this.end(instance, 'commit');
    await this.giveUp(instance);
  }

  /** An instance with an open transaction; `undefined` if it cannot be had now. */
  private async begun(): Promise<PlayedProducer | undefined> {
    if (this.instance === undefined) {
      const fresh = this.engage({ config: this.config, bursts: [] });
      if (!(await succeeds(() => fresh.producer.initTransactions()))) return this.giveUp(fresh);
      this.instance = fresh;
      this.isOpen = false;
    }
    if (!this.isOpen) {
      if (!(await succeeds(async () => this.instance?.producer.beginTransaction()))) return this.giveUp(this.instance);
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
    else await this.giveUp(instance);
  }

  /** The program is started once more; what it was before writes on, and would commit. */
  private async takeOver(zombie: PlayedProducer, burst: Burst): Promise<void> {
    this.instance = undefined;
    await this.begun();
    void send(zombie, burst);
    await succeeds(() => zombie.producer.commitTransaction());
    await zombie.producer.close(CLOSE_MS);
  }

  private async giveUp(instance: PlayedProducer): Promise<undefined> {
    if (this.instance === instance) this.instance = undefined;
    await instance.producer.close(CLOSE_MS);
    return undefined;
  }
}

async function succeeds(call: () => Promise<void>): Promise<boolean> {
  for (let tries = TRIES; tries > 0; tries--) {
    const error = await call().then(
      () => null,
      (reason: Error) => reason,
    );
    if (error === null) return true;
    if (error.name !== 'TimeoutException') return false;
  }
  return false;
}
