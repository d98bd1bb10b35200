/** A run made by hand: the test says what producers sent and what the logs contain. */
import type { RunView, SentBatch, SentRecord, SentTransaction, ThreadStop } from '../../src/guarantees/index.ts';
import type { RecordBatch, StoredBatch } from '../../src/protocol/records/record-batch.ts';

export interface HandMadeLog {
  startOffset: number;
  endOffset: number;
  highWatermark: number;
  stored: StoredBatch[];
}

export interface HandMadeReplica {
  topic: string;
  partition: number;
  brokerId: number;
  isLeader: boolean;
  leaderEpoch: number;
  log: HandMadeLog & { read(from: number, to: number): readonly StoredBatch[] };
}

type Topic = RunView['topics'][number];
type HandMadeRecord = { -readonly [K in keyof SentRecord]: SentRecord[K] };
type HandMadeBatch = { -readonly [K in keyof SentBatch]: SentBatch[K] } & {
  records: HandMadeRecord[];
  batch: RecordBatch;
};

export class HandMadeRun implements RunView {
  nowMs = 1_000;
  clusterVersion = 0;
  topics: readonly Topic[];
  readonly replicas: HandMadeReplica[];
  readonly sends: HandMadeRecord[] = [];
  isClosed = false;
  readonly stops: ThreadStop[] = [];
  bufferAvailableBytes = 100;
  bufferHeldByRequestsBytes = 0;
  private readonly batches: HandMadeBatch[] = [];

  /** One topic `payments` with one partition: broker 1 is the leader, brokers 2 and 3 are followers. */
  constructor() {
    this.topics = [topicOf({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] })];
    this.replicas = [1, 2, 3].map((brokerId) => replicaOf(brokerId, brokerId === 1));
  }

  get producers(): RunView['producers'] {
    const { sends, stops, isClosed, bufferAvailableBytes, bufferHeldByRequestsBytes } = this;
    const limits = { deliveryTimeoutMs: 120_000, requestTimeoutMs: 30_000, bufferTotalBytes: 100 };
    return [{ name: 'producer-1', isClosed, sends, stops, bufferAvailableBytes, bufferHeldByRequestsBytes, ...limits }];
  }

  batchOf(values: readonly unknown[]): SentBatch | undefined {
    return this.batches.find(({ batch }) => batch.values === values);
  }

  /** Sends records in one batch; they are acknowledged at the offsets from `baseOffset` on. */
  send(count: number, baseOffset: number, partition = 0): HandMadeBatch {
    const batch: HandMadeBatch = {
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
      const record = handMadeRecord(this.sends.length + 1, batch, row, baseOffset + row);
      batch.records.push(record);
      this.sends.push(record);
    }
    return batch;
  }

  /** A record that send() refused. */
  refuse(error: Error): HandMadeRecord {
    const record = {
      ...handMadeRecord(this.sends.length + 1, null, -1, -1),
      error,
      futureEnd: error,
      callbackNumber: 0,
    };
    this.sends.push(record);
    return record;
  }

  /** Appends a batch to the logs of some brokers, and raises their high watermarks. */
  store({ batch }: { batch: RecordBatch }, brokers: readonly number[] = [1, 2, 3]): void {
    for (const { brokerId, log } of this.replicas) {
      if (!brokers.includes(brokerId)) continue;
      log.stored.push({ baseOffset: log.endOffset, partitionLeaderEpoch: 0, batch });
      log.endOffset += batch.recordCount;
      log.highWatermark = log.endOffset;
    }
    this.clusterVersion++;
  }

  /** Makes batches that were sent one transaction of producer 7. */
  inTransaction(outcome: SentTransaction['outcome'], ...batches: readonly HandMadeBatch[]): void {
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

  /** Changes the state of the partition in the control plane. */
  decide(change: { leader?: number; leaderEpoch?: number; isr?: readonly number[] }): void {
    this.topics = [topicOf({ ...this.topics[0]!.partitions[0]!, ...change })];
    this.clusterVersion++;
  }

  replica(brokerId: number): HandMadeReplica {
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

function handMadeRecord(number: number, batch: HandMadeBatch | null, row: number, offset: number): HandMadeRecord {
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

function replicaOf(brokerId: number, isLeader: boolean): HandMadeReplica {
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
