/**
 * What the guarantees look at: what was sent, and what the cluster holds. Read-only, and made of values.
 *
 * Owns: the shape. A simulation fits it; a test can make one by hand.
 * Refuses to know: how any of it came about.
 */
import type { TopicState } from '../broker/index.ts';
import type { RecordMetadata } from '../producer/index.ts';
import type { Payload } from '../protocol/records/payload.ts';
import type { StoredBatch } from '../protocol/records/record-batch.ts';

// --- What was sent -----------------------------------------------------------------------------------------------------

/** A record from send() to its end. */
export interface SentRecord {
  /** client.id of its producer. */
  readonly producer: string;
  /** Counts the producer's sends, from 1. */
  readonly number: number;
  /** send() was called in a callback: while others wait in theirs, such a one goes its own way, as on a thread of its own. */
  readonly isFromCallback: boolean;
  readonly topic: string;
  /** Where it is now: splitting a batch moves it. `null` if it never was in a batch. */
  readonly batch: SentBatch | null;
  /** Its row in that batch; -1 without one. */
  readonly row: number;
  /** Times in ms since the epoch; -1 for what has not happened. */
  readonly sentMs: number;
  readonly appendedMs: number;
  /** Place among the producer's records in the order in which they came into batches, from 1; 0 before. */
  readonly appendedNumber: number;
  /** The first call of its callback, or the moment it was refused. */
  readonly endedMs: number;
  /** How often its callback was called. */
  readonly callbacks: number;
  /** Place of the first call among its producer's callbacks, from 1; 0 before. */
  readonly callbackNumber: number;
  /** What its first callback heard, or what refused it; `null` for success, and before the end. */
  readonly error: Error | null;
  /** As its callback heard it; -1 if unknown, before the end, and with acks=0. */
  readonly offset: number;
  /** send() threw, or `accepted` rejects: the record's callback is not called for that. */
  readonly wasThrown: boolean;
  /** What its callback threw also came out of a send() that called it. */
  readonly callbackThrew: boolean;
  /** The one it was sent in; `null` outside of transactions. */
  readonly transaction: SentTransaction | null;
  /** What its future knows now; `null` while it waits, and without a future. */
  readonly futureEnd: RecordMetadata | Error | null;
}

/** A transaction as its producer's program knows it. */
export interface SentTransaction {
  /** Counts the producer's transactions, from 1. */
  readonly number: number;
  /** `unknown`: neither commitTransaction() nor abortTransaction() has succeeded. */
  readonly outcome: 'unknown' | 'committed' | 'aborted';
}

/** A batch, and the records that were put into it. */
export interface SentBatch {
  /** `payments-0#3`: the third batch of its producer for that partition. */
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  /** Id of the topic when the batch was acknowledged; `null` otherwise. */
  readonly topicId: string | null;
  /** By row; also after a split moved them. */
  readonly records: readonly SentRecord[];
  /** A try failed in a way that leaves open whether the broker wrote the batch. */
  readonly hasUncertainTry: boolean;
}

export interface SendingProducer {
  /** client.id. */
  readonly name: string;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly isClosed: boolean;
  /** In order of send(). */
  readonly sends: readonly SentRecord[];
  readonly bufferTotalBytes: number;
  readonly bufferAvailableBytes: number;
}

// --- What the cluster holds --------------------------------------------------------------------------------------------

export interface LogView {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly highWatermark: number;
  /** Batches from the one that holds `fromOffset` up to `endOffset`, at most `maxBytes` of them. */
  read(fromOffset: number, endOffset: number, maxBytes: number, minOneBatch: boolean): readonly StoredBatch[];
}

/** A replica as its broker sees itself. */
export interface ReplicaView {
  readonly topic: string;
  readonly partition: number;
  readonly brokerId: number;
  readonly isLeader: boolean;
  /** Of the leader this broker knows; -1 while it is down. */
  readonly leaderEpoch: number;
  readonly log: LogView;
}

export interface TrialSubject {
  /** ms since the epoch. */
  readonly nowMs: number;
  readonly producers: readonly SendingProducer[];
  /** The batch whose values these are: identity, not content. */
  batchOf(values: readonly Payload[]): SentBatch | undefined;
  /** Moves whenever anything in the cluster may have changed. */
  readonly clusterVersion: number;
  /** The control plane's. The same array until something in it changes. */
  readonly topics: readonly TopicState[];
  /** Of these topics, in any order. */
  readonly replicas: readonly ReplicaView[];
}

/** Of one partition. */
export function replicasOf(subject: TrialSubject, topic: string, partition: number): readonly ReplicaView[] {
  return subject.replicas.filter((replica) => replica.topic === topic && replica.partition === partition);
}
