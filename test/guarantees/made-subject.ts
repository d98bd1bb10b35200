/** A subject made by hand: producers that sent what a test says, and logs that hold what it says. */
import type { SentBatch, SentRecord, SentTransaction, TrialSubject } from '../../src/guarantees/index.ts';
import type { RecordBatch, StoredBatch } from '../../src/protocol/records/record-batch.ts';

export interface MadeLog {
  startOffset: number;
  endOffset: number;
  highWatermark: number;
  stored: StoredBatch[];
}

export interface MadeReplica {
  topic: string;
  partition: number;
  brokerId: number;
  isLeader: boolean;
  leaderEpoch: number;
  log: MadeLog & { read(from: number, to: number): readonly StoredBatch[] };
}

type Topic = TrialSubject['topics'][number];
type MadeRecord = { -readonly [K in keyof SentRecord]: SentRecord[K] };
type MadeBatch = { -readonly [K in keyof SentBatch]: SentBatch[K] } & { records: MadeRecord[]; batch: RecordBatch };

export class MadeTrial implements TrialSubject {
  nowMs = 1_000;
  clusterVersion = 0;
  topics: readonly Topic[];
  readonly replicas: MadeReplica[];
  readonly sends: MadeRecord[] = [];
  isClosed = false;
  bufferAvailableBytes = 100;
  private readonly batches: MadeBatch[] = [];

  /** One topic `payments` with one partition: broker 1 leads, brokers 2 and 3 follow. */
  constructor() {
    this.topics = [topicOf({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] })];
    this.replicas = [1, 2, 3].map((brokerId) => replicaOf(brokerId, brokerId === 1));
  }

  get producers(): TrialSubject['producers'] {
    const { sends, isClosed, bufferAvailableBytes } = this;
    const limits = { deliveryTimeoutMs: 120_000, requestTimeoutMs: 30_000, bufferTotalBytes: 100 };
    return [{ name: 'producer-1', isClosed, sends, bufferAvailableBytes, ...limits }];
  }

  batchOf(values: readonly unknown[]): SentBatch | undefined {
    return this.batches.find(({ batch }) => batch.values === values);
  }

  /** Sends records in one batch; each is acknowledged at the offset that follows `baseOffset`. */
  send(count: number, baseOffset: number, partition = 0): MadeBatch {
    const batch: MadeBatch = {
      name: `payments-${partition}#${this.batches.length + 1}`,
      topic: 'payments',
      partition,
      topicId: 'id-1',
      records: [],
      hasUncertainTry: false,
      batch: recordBatch(count),
    };
    this.batches.push(batch);
    for (let row = 0; row < count; row++) {
      const record = madeRecord(this.sends.length + 1, batch, row, baseOffset + row);
      batch.records.push(record);
      this.sends.push(record);
    }
    return batch;
  }

  /** A send that never came into a batch. */
  refuse(error: Error): MadeRecord {
    const record = { ...madeRecord(this.sends.length + 1, null, -1, -1), error, futureEnd: error, callbackNumber: 0 };
    this.sends.push(record);
    return record;
  }

  /** Appends a batch to the logs of some brokers, and commits it. */
  store({ batch }: { batch: RecordBatch }, brokers: readonly number[] = [1, 2, 3]): void {
    for (const { brokerId, log } of this.replicas) {
      if (!brokers.includes(brokerId)) continue;
      log.stored.push({ baseOffset: log.endOffset, partitionLeaderEpoch: 0, batch });
      log.endOffset += batch.recordCount;
      log.highWatermark = log.endOffset;
    }
    this.clusterVersion++;
  }

  /** Makes sent batches one transaction of producer 7. */
  inTransaction(outcome: SentTransaction['outcome'], ...batches: readonly MadeBatch[]): void {
    const transaction = { number: 1, outcome };
    for (const made of batches) {
      Object.assign(made.batch, { producerId: 7, isTransactional: true });
      for (const record of made.records) Object.assign(record, { transaction });
    }
  }

  /** Appends a marker of producer 7 to all logs. */
  mark(control: 'COMMIT' | 'ABORT'): void {
    this.store({ batch: { ...recordBatch(1), producerId: 7, isTransactional: true, control } });
  }

  /** The control plane decides anew. */
  decide(change: { leader?: number; leaderEpoch?: number; isr?: readonly number[] }): void {
    this.topics = [topicOf({ ...this.topics[0]!.partitions[0]!, ...change })];
    this.clusterVersion++;
  }

  replica(brokerId: number): MadeReplica {
    this.clusterVersion++;
    return this.replicas.find((replica) => replica.brokerId === brokerId)!;
  }
}

export function recordBatch(recordCount: number): RecordBatch {
  return {
    recordCount,
    sizeInBytes: 100,
    compression: 'none',
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    maxTimestampMs: 0,
    keys: Array.from({ length: recordCount }, () => null),
    values: Array.from({ length: recordCount }, () => 'value'),
    timestampsMs: Array.from({ length: recordCount }, () => 0),
  };
}

function madeRecord(number: number, batch: MadeBatch | null, row: number, offset: number): MadeRecord {
  return {
    producer: 'producer-1',
    number,
    topic: 'payments',
    batch,
    row,
    sentMs: 0,
    isFromCallback: false,
    appendedMs: batch === null ? -1 : 0,
    appendedNumber: batch === null ? 0 : number,
    endedMs: 10,
    callbacks: 1,
    callbackNumber: number,
    error: null,
    offset,
    wasThrown: false,
    callbackThrew: false,
    transaction: null,
    futureEnd: { offset: () => offset } as unknown as SentRecord['futureEnd'],
  };
}

function topicOf(state: { leader: number; leaderEpoch: number; isr: readonly number[] }): Topic {
  const partition = { partition: 0, replicas: [1, 2, 3], partitionEpoch: 0, ...state };
  return {
    name: 'payments',
    topicId: 'id-1',
    isInternal: false,
    configs: {},
    partitions: [partition],
    isAnnounced: true,
  };
}

function replicaOf(brokerId: number, isLeader: boolean): MadeReplica {
  const log = {
    startOffset: 0,
    endOffset: 0,
    highWatermark: 0,
    stored: [] as StoredBatch[],
    read: (from: number, to: number) =>
      log.stored.filter(({ baseOffset, batch }) => baseOffset + batch.recordCount > from && baseOffset < to),
  };
  return { topic: 'payments', partition: 0, brokerId, isLeader, leaderEpoch: 0, log };
}
