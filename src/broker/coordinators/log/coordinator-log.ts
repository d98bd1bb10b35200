/**
 * A coordinator's topic as a log of records of type R: appending to it and reading it back.
 *
 * Kafka's binary layout of these records is text here.
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import type { RecordBatch } from '../../../protocol/records/record-batch.ts';
import type { Verification } from '../../log/log-transactions.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import type { AppendCallback } from '../../purgatory/delayed.ts';
import { appendAsCoordinator, appendWithoutReplicas } from '../../replication/append-as-coordinator.ts';
import type { Replica } from '../../replication/replica.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import { type CoordinatorTopic, partitionFor } from './coordinator-topic.ts';
import { type KeyedRecord, keyedRecords } from './keyed-records.ts';

export interface CoordinatorLogFormat<R> {
  readonly topic: CoordinatorTopic;
  readonly encode: (record: R) => KeyedRecord;
  readonly decode: (record: KeyedRecord) => R;
  /** For errors of an append those that clients of the coordinator get instead; others stay as they are. */
  readonly clientErrors: Readonly<Partial<Record<ErrorName, ErrorName>>>;
}

export interface CoordinatorWrite<R> {
  /** The transactional id or group id to which the records belong. */
  readonly key: string;
  readonly records: readonly R[];
  readonly timeoutMs: number;
  /** The producer in whose transaction the records are written. */
  readonly producer?: ProducerIdAndEpoch;
  /** What the transaction was verified with. */
  readonly verification?: Verification | undefined;
}

/** A record as it is read from the log. */
export interface LoggedRecord<R> {
  readonly record: R;
  /** The offset of the first record of its batch. */
  readonly baseOffset: number;
  /** The producer in whose transaction the record was written. */
  readonly transactionOf: number | undefined;
}

/** The end of the transaction of a producer. */
export interface LoggedMarker {
  readonly endOf: number;
  readonly isCommitted: boolean;
}

export class CoordinatorLog<R> {
  readonly topic: CoordinatorTopic;
  private readonly replicas: ReplicaManager;
  private readonly format: CoordinatorLogFormat<R>;

  constructor(replicas: ReplicaManager, format: CoordinatorLogFormat<R>) {
    this.topic = format.topic;
    this.replicas = replicas;
    this.format = format;
  }

  partitionFor(key: string): number {
    return partitionFor(this.replicas.replication, this.topic, key);
  }

  /** Whether the broker leads the partition of the key. */
  leads(key: string): boolean {
    return this.replicas.replica(this.topic, this.partitionFor(key))?.isLeader === true;
  }

  /**
   * @param whenDone called once all in-sync replicas have the records, or with the error; never within this call
   * @returns the offset of the first record; undefined if the append is refused
   */
  append(write: CoordinatorWrite<R>, whenDone: AppendCallback): number | undefined {
    const { key, records, timeoutMs, producer, verification } = write;
    const { format, topic } = this;
    const plain = this.batchOf(records);
    const batch = producer === undefined ? plain : { ...plain, ...producer, baseSequence: 0, isTransactional: true };
    const to = { topic, partition: this.partitionFor(key) };
    return appendAsCoordinator(this.replicas, { to, batch, timeoutMs, verification }, (error) =>
      whenDone(format.clientErrors[error] ?? error),
    );
  }

  /** Appends to the leader's log whether or not enough replicas are in sync, as with acks=0. Nothing happens if it does not lead. */
  appendUnacknowledged(key: string, records: readonly R[]): void {
    const to = { topic: this.topic, partition: this.partitionFor(key) };
    appendWithoutReplicas(this.replicas, to, this.batchOf(records));
  }

  /** Everything in the log of a partition, in order. */
  read({ log }: Replica): Generator<LoggedRecord<R> | LoggedMarker> {
    return loggedRecords(log, log.endOffset, this.format);
  }

  private batchOf(records: readonly R[]): RecordBatch {
    return keyedRecords(records.map(this.format.encode), this.replicas.replication.scheduler.nowMs);
  }
}

/** The records of a log up to `endOffset`, in order, and the ends of the transactions in which some of them were written. */
export function* loggedRecords<R>(
  log: ReplicaLog,
  endOffset: number,
  { decode }: CoordinatorLogFormat<R>,
): Generator<LoggedRecord<R> | LoggedMarker> {
  for (const { batch, baseOffset } of log.read(log.startOffset, endOffset, Number.POSITIVE_INFINITY, true)) {
    const { producerId, isTransactional, control } = batch;
    if (control !== undefined) {
      yield { endOf: producerId, isCommitted: control === 'COMMIT' };
      continue;
    }
    for (const [place, key] of batch.keys.entries()) {
      const record = decode({ key: key as string, value: batch.values[place] as string | null });
      yield { record, baseOffset, transactionOf: isTransactional ? producerId : undefined };
    }
  }
}
