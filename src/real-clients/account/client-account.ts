/**
 * What one real client has sent, and what it was answered, as far as that can be seen from its requests. Guarantees and the verdict look
 * at it as at a producer.
 *
 * A client sends a record again after a try that has failed or is without a response for long. The second one is then taken for the
 * same record: by its producer id and sequence number, or without those by its content. If it is the content, the program may as well have sent
 * two equal records, which is noted. Some clients give the sequence number of a record that has failed to the next one: a record with
 * another content is another one.
 */

import { isRefusal } from '../../guarantees/fate.ts';
import type { ProducerView, SentRecord } from '../../guarantees/index.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { exceptionFor } from '../../protocol/errors/exception-for.ts';
import type { ProducePartitionResponse } from '../../protocol/messages.ts';
import { NO_PRODUCER_ID, type RecordBatch } from '../../protocol/records/record-batch.ts';
import { ranges } from '../../sim/number-ranges.ts';
import { givenText } from '../../simulation/checking/given-text.ts';
import {
  BatchEntry,
  type EntryRecorder,
  RecordEntry,
  type RecordedRun,
  type SendMoment,
  TransactionEntry,
} from '../../simulation/checking/record-log.ts';
import type { ProducerTraceEvents } from '../../simulation/events/producer-trace-events.ts';
import type { EventWriter } from '../../simulation/events/simulation-events.ts';
import { contentOf } from './sent-content.ts';

/** A response that is missing for longer may have been given up by the client. Responses within the cluster take less. */
const LATE_AFTER_MS = 1_000;

export interface ClientAccountOptions {
  /** No other producer of the run has it. */
  readonly name: string;
  readonly run: RecordedRun;
  readonly now: () => number;
  readonly trace: EventWriter<keyof ProducerTraceEvents>;
  readonly topicIdOf: (topic: string) => string | undefined;
  /** Lets the run recognise the batch in logs. */
  readonly remember: (batch: BatchEntry) => void;
}

/** A batch in a request. */
export interface Attempt {
  readonly batch: BatchEntry;
  readonly sentMs: number;
  state: 'in flight' | 'answered' | 'failed';
}

interface Tries {
  /** The partition with what identifies the record: its content, or its sequence number. */
  readonly key: string;
  /** Whether it is the sequence number. */
  readonly isNumbered: boolean;
  readonly attempts: Attempt[];
}

export class ClientAccount implements ProducerView, EntryRecorder {
  readonly name: string;
  readonly run: RecordedRun;
  readonly sends: RecordEntry[] = [];
  // What the own producers have, and others do not show.
  readonly deliveryTimeoutMs: number = Number.POSITIVE_INFINITY;
  readonly requestTimeoutMs = 0;
  readonly isClosed = false;
  readonly stops: ProducerView['stops'] = [];
  readonly bufferTotalBytes = 0;
  readonly bufferAvailableBytes = 0;
  readonly bufferHeldByRequestsBytes = 0;
  private readonly options: ClientAccountOptions;
  private readonly ambiguities: string[] = [];
  private transaction: TransactionEntry | null = null;
  private transactions = 0;
  /** Number of batches so far, by partition. */
  private readonly batchCounts = new Map<string, number>();
  private readonly tries = new Map<RecordEntry, Tries>();
  /** By key: the records that may be sent again. */
  private readonly open = new Map<string, RecordEntry[]>();

  constructor(options: ClientAccountOptions) {
    this.options = options;
    this.name = options.name;
    this.run = options.run;
  }

  get notes(): readonly string[] {
    return this.ambiguities;
  }

  // --- Batches -----------------------------------------------------------------------------------------------------------

  /** A request with the batch is sent. */
  sent(topic: string, partition: number, batch: RecordBatch): Attempt {
    const found = new Set<RecordEntry>();
    const records: RecordEntry[] = [];
    for (let row = 0; row < batch.recordCount; row++) {
      const key = `${topic}-${partition}/${identityOf(batch, row)}`;
      const record = this.knownRecord(key, batch, row, found) ?? this.newRecord(key, topic, batch, row);
      found.add(record);
      records.push(record);
    }
    const attempt = this.attemptWith(records, { topic, partition, batch });
    this.options.trace('batch sent', {
      batch: attempt.batch.name,
      records: ranges(records.map(({ number }) => number)),
      bytes: batch.sizeInBytes,
      try: records[0] === undefined ? 1 : this.attemptsOf(records[0]).length,
    });
    return attempt;
  }

  private knownRecord(
    key: string,
    batch: RecordBatch,
    row: number,
    taken: ReadonlySet<RecordEntry>,
  ): RecordEntry | undefined {
    for (const record of this.open.get(key) ?? []) {
      if (taken.has(record)) continue;
      if (batch.producerId !== NO_PRODUCER_ID) {
        if (saysTheSame(record, batch, row)) return record;
        continue;
      }
      if (this.isGivenUp(record)) {
        this.note(record, 'was sent again, by the client or by the program');
        return record;
      }
      this.note(record, 'was followed by an equal one while it had no response, and that is taken for another record');
    }
    return undefined;
  }

  private isGivenUp(record: RecordEntry): boolean {
    const latest = this.attemptsOf(record).at(-1);
    return latest === undefined || latest.state === 'failed' || this.options.now() - latest.sentMs >= LATE_AFTER_MS;
  }

  private note({ number, topic, batch }: SentRecord, what: string): void {
    const place = batch === null ? topic : `${topic}-${batch.partition}`;
    this.ambiguities.push(
      `Record ${number} of ${this.name} (${place}) ${what}: its content does not tell which. Keys or ids in the records would.`,
    );
  }

  private newRecord(key: string, topic: string, batch: RecordBatch, row: number): RecordEntry {
    const number = this.sends.length + 1;
    const content = { topic, key: batch.keys[row], value: batch.values[row] ?? null };
    const record = new RecordEntry(this, number, content, this.moment(batch.isTransactional), false);
    record.keepContent();
    record.appendedMs = this.options.now();
    record.appendedNumber = number;
    this.sends.push(record);
    this.tries.set(record, { key, isNumbered: batch.producerId !== NO_PRODUCER_ID, attempts: [] });
    const others = this.open.get(key);
    if (others === undefined) this.open.set(key, [record]);
    else others.push(record);
    return record;
  }

  private moment(isTransactional: boolean): SendMoment {
    if (isTransactional) this.transaction ??= new TransactionEntry(++this.transactions);
    return {
      sentMs: this.options.now(),
      sentPlace: this.run.trace.entries.length,
      isFromCallback: false,
      transaction: isTransactional ? this.transaction : null,
    };
  }

  private attemptsOf(record: RecordEntry): Attempt[] {
    return this.tries.get(record)?.attempts ?? [];
  }

  private attemptWith(
    records: readonly RecordEntry[],
    { topic, partition, batch }: { readonly topic: string; readonly partition: number; readonly batch: RecordBatch },
  ): Attempt {
    const before = records[0]?.batch;
    const isSame = before !== undefined && before !== null && records.every((record) => record.batch === before);
    const name = isSame ? before.name : this.nextName(topic, partition);
    const entry = new BatchEntry(name, { topic, partition, values: batch.values }, null);
    entry.hasUncertainTry = records.some((record) => record.batch?.hasUncertainTry === true || this.hasOpenTry(record));
    const attempt: Attempt = { batch: entry, sentMs: this.options.now(), state: 'in flight' };
    for (const [row, record] of records.entries()) {
      if (isAcknowledged(record)) entry.hold(record, row);
      else entry.add(record, row);
      this.attemptsOf(record).push(attempt);
    }
    this.options.remember(entry);
    return attempt;
  }

  private hasOpenTry(record: RecordEntry): boolean {
    return this.attemptsOf(record).some(({ state }) => state === 'in flight');
  }

  private nextName(topic: string, partition: number): string {
    const place = `${topic}-${partition}`;
    const count = (this.batchCounts.get(place) ?? 0) + 1;
    this.batchCounts.set(place, count);
    return `${place}#${count}`;
  }

  // --- Outcomes ------------------------------------------------------------------------------------------------------------

  answered(attempt: Attempt, { error, baseOffset }: Pick<ProducePartitionResponse, 'error' | 'baseOffset'>): void {
    const { batch } = attempt;
    attempt.state = error === 'NONE' ? 'answered' : 'failed';
    if (error === 'NONE') {
      batch.topicId = this.options.topicIdOf(batch.topic) ?? null;
      for (const [row, record] of batch.records.entries())
        this.acknowledge(record, attempt, baseOffset < 0 ? -1 : baseOffset + row);
      this.options.trace('batch acknowledged', { batch: batch.name, offset: baseOffset });
    } else {
      if (!isRefusal(error)) batch.hasUncertainTry = true;
      for (const record of batch.records) this.fail(record, error);
      this.options.trace('batch failed', { batch: batch.name, error });
    }
  }

  /** There is no response with acks=0. */
  forgotten({ batch }: Attempt): void {
    for (const record of batch.records) this.settle(record);
  }

  /** The connection has broken before the response. */
  lost(attempt: Attempt): void {
    attempt.state = 'failed';
    attempt.batch.hasUncertainTry = true;
  }

  private acknowledge(record: RecordEntry, { batch }: Attempt, offset: number): void {
    if (isAcknowledged(record)) return;
    record.endedMs = this.options.now();
    record.error = null;
    record.offset = offset;
    // The acknowledged try, of which the id of the topic is known.
    record.batch = batch;
    this.settle(record);
  }

  /** An equal record that is sent from now on is another one, unless it has the same sequence number: the client has not seen the response in time. */
  private settle(record: RecordEntry): void {
    const { key, isNumbered } = this.tries.get(record) as Tries;
    if (isNumbered) return;
    const rest = this.open.get(key)?.filter((other) => other !== record) ?? [];
    if (rest.length === 0) this.open.delete(key);
    else this.open.set(key, rest);
  }

  private fail(record: RecordEntry, error: ErrorName): void {
    if (isAcknowledged(record)) return;
    record.endedMs = this.options.now();
    record.error = exceptionFor(error);
  }

  transactionEnded(committed: boolean): void {
    if (this.transaction === null) return;
    this.transaction.outcome = committed ? 'committed' : 'aborted';
    this.transaction = null;
  }
}

function isAcknowledged({ endedMs, error }: RecordEntry): boolean {
  return endedMs !== -1 && error === null;
}

/** Headers are left out: what is kept of a record has none. */
function saysTheSame(
  { key, batch: known, row: knownRow }: RecordEntry,
  { keys, values }: RecordBatch,
  row: number,
): boolean {
  return key === givenText(keys[row]) && givenText(known?.values[knownRow]) === givenText(values[row]);
}

function identityOf(batch: RecordBatch, row: number): string {
  const { producerId, producerEpoch, baseSequence } = batch;
  return producerId === NO_PRODUCER_ID ? contentOf(batch, row) : `${producerId} ${producerEpoch} ${baseSequence + row}`;
}
