/**
 * The methods of Java's MockProducer for a producer of a simulation. What they tell and do goes through the simulated cluster
 * (docs/mock-producer.md has the differences).
 */
import { checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { fieldsText, printAs } from '../../checks/printing.ts';
import { BOOLEAN } from '../../checks/value-type.ts';
import type { KafkaProducer } from '../../producer/kafka-producer.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { TxnOffsetCommitRequest } from '../../protocol/messages.ts';
import { sentKey, sentValue } from '../../report/model/record-content.ts';
import type { TransactionEntry } from '../../simulation/checking/record-log.ts';
import { RecordedProducer } from '../../simulation/checking/recorded-producer.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { HeldRequests } from './held-requests.ts';
import { expectSimulation, wrongSubject } from './wrong-subject.ts';

/** Options of `mockOf()`. */
export interface MockOptions {
  /**
   * Java's autoComplete. `false`: every Produce request of the producer is held on the network until `completeNext()` or `errorNext()`. It still
   * times out, after request.timeout.ms of virtual time. Default true.
   */
  readonly autoComplete?: boolean;
}

const OPTIONS: OptionTypes<MockOptions> = { autoComplete: BOOLEAN };

/** A record as it was passed to `send()`, with its key and value as text. */
export interface SentRecordContent {
  readonly topic: string;
  /** The partition that it was sent to; -1 if it was never put into a batch. */
  readonly partition: number;
  readonly key: string | null;
  readonly value: string | null;
}

/** Offsets by `topic-partition`, by the id of the consumer group. */
export type GroupOffsets = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Returns the methods of Java's MockProducer for a producer of the simulation.
 *
 * @throws TypeError unless they are a simulation and a producer of it; the simulation has to be made with guarantees
 * @throws IllegalArgumentException for an option that does not exist
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { mockOf } from 'kafka-trial/assert';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * const mock = mockOf(sim, producer, { autoComplete: false });
 * await sim.run(async () => {
 *   const first = producer.send({ topic: 'payments', value: 'one' });
 *   console.log(first.isDone(), await mock.completeNext(), first.isDone());
 *   const second = producer.send({ topic: 'payments', value: 'two' });
 *   await mock.errorNext('MESSAGE_TOO_LARGE');
 *   console.log((await second.get().catch((error) => error)).name);
 * });
 * console.log(mock.history().map(({ value }) => value).join(), sim.topic('payments').values().join());
 * // prints: false true true
 * // prints: RecordTooLargeException
 * // prints: one,two one
 */
export function mockOf<K, V>(sim: Simulation, producer: KafkaProducer<K, V>, options: MockOptions = {}): ProducerMock {
  checkOptions('mockOf()', options, OPTIONS);
  const { trial } = expectSimulation(sim, 'mockOf');
  if (!(producer instanceof RecordedProducer) || !trial.isOn || !trial.producers.includes(producer.recorder))
    throw wrongSubject(EXPECTED, producer);
  return new ProducerMock(sim, producer, options.autoComplete ?? true);
}

const STRING_SERIALIZER = 'org.apache.kafka.common.serialization.StringSerializer';

const EXPECTED = "mockOf(sim, producer) expects a producer of the simulation, made with { guarantees: 'all' }";

/** Java's MockProducer by method, for a producer of a simulation; see `mockOf`. */
export class ProducerMock {
  private readonly sim: Simulation;
  /** @internal */
  readonly producer: Pick<RecordedProducer<unknown, unknown>, 'recorder' | 'clientId' | 'transactionalId'>;
  private readonly held: HeldRequests | null;
  /** The offsets that were sent to the coordinator, by transaction. */
  private readonly offsets = new Map<TransactionEntry, GroupOffsets>();
  /** How many records and transactions clear() has left behind. */
  private cleared = { sends: 0, transactions: 0 };

  /** @internal */
  constructor(sim: Simulation, producer: RecordedProducer<unknown, unknown>, isAutomatic: boolean) {
    this.sim = sim;
    this.producer = producer;
    this.held = isAutomatic ? null : new HeldRequests(sim, producer);
    producer.events.on('requestWritten', (_connectionId, { request }) => {
      if (request.api === 'TxnOffsetCommit') this.noteOffsets(request);
    });
  }

  // --- What was sent -------------------------------------------------------------------------------------------------------

  /**
   * The records that the program has sent, since the last clear(): those that send() has taken, whether or not they were stored, and those of committed
   * transactions. `sim.topic(name).records()` has those that are stored.
   */
  history(): readonly SentRecordContent[] {
    return this.sent((transaction) => transaction === null || transaction.outcome === 'committed');
  }

  /** The records of transactions that were neither committed nor aborted. */
  uncommittedRecords(): readonly SentRecordContent[] {
    return this.sent((transaction) => transaction?.outcome === 'unknown');
  }

  /** The offsets that transactions have committed, transaction by transaction. */
  consumerGroupOffsetsHistory(): readonly GroupOffsets[] {
    return this.offsetsOf('committed');
  }

  /** The offsets of transactions that were neither committed nor aborted, as far as they were sent to the coordinator. */
  uncommittedOffsets(): GroupOffsets {
    return this.offsetsOf('unknown').at(-1) ?? {};
  }

  /** Forgets the records, transactions and offsets so far. Unlike Java's, it does not affect records that are on their way. */
  clear(): void {
    const { sends, transactionLog } = this.producer.recorder;
    this.cleared = { sends: sends.length, transactions: transactionLog.length };
  }

  // --- What becomes of it --------------------------------------------------------------------------------------------------

  /**
   * Lets the next Produce request reach the broker, and waits for its answer. It may carry several records. For use in `sim.run`, with the option
   * `autoComplete: false`.
   *
   * @returns `false` if no record is on its way
   * @throws IllegalStateException (rejects) without the option
   */
  async completeNext(): Promise<boolean> {
    return this.heldRequests().endNext(
      (fault) => fault.release(),
      () => this.flushed(),
    );
  }

  /**
   * Answers the next Produce request with an error, without the broker storing its records. A producer sends the records again if the error is retriable,
   * as NOT_ENOUGH_REPLICAS is. For use in `sim.run`, with the option `autoComplete: false`.
   *
   * @param error Kafka's name of the error: `MESSAGE_TOO_LARGE`
   * @returns `false` if no record is on its way
   * @throws IllegalStateException (rejects) without the option, FaultError if there is no such error
   */
  async errorNext(error: ErrorName): Promise<boolean> {
    return this.heldRequests().endNext(
      (fault) => fault.respond(error),
      () => this.flushed(),
    );
  }

  /** Whether no record is on its way. */
  flushed(): boolean {
    return this.producer.recorder.sends.every(({ endedMs }) => endedMs !== -1);
  }

  /** Whether the producer is closed: its close() has ended. */
  closed(): boolean {
    return this.producer.recorder.isClosed;
  }

  // --- Transactions --------------------------------------------------------------------------------------------------------

  /**
   * Fences the producer: another one with its transactional.id is initialized and closed. The producer learns it from the answer to its next request. For
   * use in `sim.run`.
   *
   * @throws IllegalStateException (rejects) unless the producer is initialized for transactions
   */
  async fenceProducer(): Promise<void> {
    const { transactionalId, clientId } = this.producer;
    if (transactionalId === null || !this.transactionInitialized())
      throw new IllegalStateException(`Producer ${clientId} is not initialized for transactions.`);
    const other = this.sim.producer({
      'client.id': `fences-${clientId}`,
      'transactional.id': transactionalId,
      'key.serializer': STRING_SERIALIZER,
      'value.serializer': STRING_SERIALIZER,
    });
    await other.initTransactions();
    await other.close();
  }

  /** Whether initTransactions() has succeeded. */
  transactionInitialized(): boolean {
    return this.producer.recorder.isInitialized;
  }

  /** Whether a transaction is open. */
  transactionInFlight(): boolean {
    return this.latestTransaction()?.outcome === 'unknown';
  }

  /** Whether the latest transaction was committed. */
  transactionCommitted(): boolean {
    return this.latestTransaction()?.outcome === 'committed';
  }

  /** Whether the latest transaction was aborted. */
  transactionAborted(): boolean {
    return this.latestTransaction()?.outcome === 'aborted';
  }

  /** Whether offsets of the latest transaction were sent to the coordinator, since the last clear(). */
  sentOffsets(): boolean {
    const { transactionLog } = this.producer.recorder;
    const latest = this.latestTransaction();
    return latest !== undefined && transactionLog.length > this.cleared.transactions && this.offsets.has(latest);
  }

  /** How many transactions were committed. */
  commitCount(): number {
    return this.producer.recorder.transactionLog.filter(({ outcome }) => outcome === 'committed').length;
  }

  // --- Inside --------------------------------------------------------------------------------------------------------------

  private sent(includes: (transaction: TransactionEntry | null) => boolean): readonly SentRecordContent[] {
    const { sends } = this.producer.recorder;
    const chosen = sends.slice(this.cleared.sends).filter((entry) => !entry.wasThrown && includes(entry.transaction));
    return chosen.map((entry) => ({
      topic: entry.topic,
      partition: entry.batch?.partition ?? -1,
      key: sentKey(entry),
      value: sentValue(entry),
    }));
  }

  private offsetsOf(outcome: TransactionEntry['outcome']): readonly GroupOffsets[] {
    const transactions = this.producer.recorder.transactionLog.slice(this.cleared.transactions);
    return transactions
      .filter((transaction) => transaction.outcome === outcome)
      .map((transaction) => this.offsets.get(transaction))
      .filter((offsets) => offsets !== undefined);
  }

  private noteOffsets({ groupId, partitions }: TxnOffsetCommitRequest): void {
    const transaction = this.latestTransaction();
    if (transaction === undefined) return;
    const offsets = this.offsets.get(transaction) ?? {};
    const sent = partitions.map(({ topic, partition, committedOffset }) => [`${topic}-${partition}`, committedOffset]);
    this.offsets.set(transaction, { ...offsets, [groupId]: { ...offsets[groupId], ...Object.fromEntries(sent) } });
  }

  private latestTransaction(): TransactionEntry | undefined {
    return this.producer.recorder.transactionLog.at(-1);
  }

  private heldRequests(): HeldRequests {
    if (this.held !== null) return this.held;
    throw new IllegalStateException(
      'The broker answers by itself: make the mock with mockOf(sim, producer, { autoComplete: false }).',
    );
  }
}

printAs(ProducerMock, (mock) => {
  const { clientId } = mock.producer;
  return `${fieldsText('ProducerMock', { of: clientId, records: mock.history().length })}: they are in history()`;
});
