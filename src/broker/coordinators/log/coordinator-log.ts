/**
 * A coordinator's topic as a log of records of type R: appending to it and reading it back.
 *
 * Kafka's binary layout of these records is text here.
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import type { AppendCallback } from '../../purgatory/delayed.ts';
import { appendAsCoordinator } from '../../replication/append-as-coordinator.ts';
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

  /** @param whenDone called once all in-sync replicas have the records, or with the error; never within this call */
  append({ key, records, timeoutMs, producer }: CoordinatorWrite<R>, whenDone: AppendCallback): void {
    const { format, topic } = this;
    const { nowMs } = this.replicas.replication.scheduler;
    const plain = keyedRecords(records.map(format.encode), nowMs);
    const batch = producer === undefined ? plain : { ...plain, ...producer, baseSequence: 0, isTransactional: true };
    const to = { topic, partition: this.partitionFor(key) };
    appendAsCoordinator(this.replicas, { to, batch, timeoutMs }, (error) =>
      whenDone(format.clientErrors[error] ?? error),
    );
  }

  /** All records of a partition, in order. */
  *read({ log }: Replica): Generator<R> {
    for (const { batch } of log.read(log.startOffset, log.endOffset, Number.POSITIVE_INFINITY, true)) {
      if (batch.control !== undefined) continue;
      for (const [place, key] of batch.keys.entries()) {
        yield this.format.decode({ key: key as string, value: batch.values[place] as string });
      }
    }
  }
}
