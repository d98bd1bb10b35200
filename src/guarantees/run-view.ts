/**
 * What guarantees are checked on: a read-only view of a run, with what was sent and what the cluster holds. A simulation provides
 * one; a test can also make one by hand.
 */

import type { TopicState } from '../broker/index.ts';
import type { RecordMetadata } from '../producer/index.ts';
import type { Payload } from '../protocol/records/payload.ts';
import type { StoredBatch } from '../protocol/records/record-batch.ts';
import { ByPartition } from './by-partition.ts';

// --- What was sent -----------------------------------------------------------------------------------------------------

/** A record from send() to its outcome. */
export interface SentRecord {
  /** client.id of its producer. */
  readonly producer: string;
  /** Counts the sends of the producer, from 1. */
  readonly number: number;
  /** send() was called in a callback. If it blocks, it does so on a thread of its own, and calls of the program may overtake it. */
  readonly isFromCallback: boolean;
  readonly topic: string;
  /** The batch that the record is in now; splitting a batch moves it. `null` if it was never in one. */
  readonly batch: SentBatch | null;
  /** Its row in that batch; -1 without a batch. */
  readonly row: number;
  /** When send() was called, in ms since the epoch. */
  readonly sentMs: number;
  /** When the record was put into a batch, in ms since the epoch; -1 before. */
  readonly appendedMs: number;
  /** Its position among the producer's records in the order in which they were put into batches, from 1; 0 before. */
  readonly appendedNumber: number;
  /** When its callback was called for the first time, or send() refused it, in ms since the epoch; -1 before. */
  readonly endedMs: number;
  /** How often its callback was called. */
  readonly callbacks: number;
  /** The position of the first call among the calls of all callbacks of the producer, from 1; 0 before. */
  readonly callbackNumber: number;
  /** The error that the first call of the callback, or send(), reported; `null` for success, and before the outcome. */
  readonly error: Error | null;
  /** The offset that the callback got; -1 if unknown, before the outcome, and with acks=0. */
  readonly offset: number;
  /** send() threw, or `accepted` rejects. The callback is not called for that. */
  readonly wasThrown: boolean;
  /** An error that the callback threw also came out of a send() that called it. */
  readonly callbackThrew: boolean;
  /** The transaction that the record was sent in; `null` outside of transactions. */
  readonly transaction: SentTransaction | null;
  /** The outcome of its future; `null` while the future is not done, and without a future. */
  readonly futureEnd: RecordMetadata | Error | null;
}

/** A transaction, as far as the program knows its outcome. */
export interface SentTransaction {
  /** Counts the producer's transactions, from 1. */
  readonly number: number;
  /** `unknown`: neither commitTransaction() nor abortTransaction() has succeeded. */
  readonly outcome: 'unknown' | 'committed' | 'aborted';
}

/** A batch, and the records that were put into it. */
export interface SentBatch {
  /** Such as `payments-0#3`: the third batch of its producer for that partition. */
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  /** Id of the topic when the batch was acknowledged; `null` if it was not. */
  readonly topicId: string | null;
  /** By row; also after a split has moved them to other batches. Read it again for records that have joined the batch since. */
  readonly records: readonly SentRecord[];
  /** One of its requests failed in a way that leaves open whether the broker stored the batch. */
  readonly hasUncertainTry: boolean;
}

/** A time in which a producer's I/O thread stood still, in ms since the epoch. */
export interface ThreadStop {
  readonly fromMs: number;
  /** Infinity: the thread still stands still. */
  readonly untilMs: number;
}

/** A producer, and what it has sent. */
export interface ProducerView {
  /** client.id. */
  readonly name: string;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly isClosed: boolean;
  /** In the order of the calls of send(). Read it again for later sends. */
  readonly sends: readonly SentRecord[];
  /** When its I/O thread stood still, since a call in a callback had to wait. */
  readonly stops: readonly ThreadStop[];
  readonly bufferTotalBytes: number;
  readonly bufferAvailableBytes: number;
  /** Of batches that have ended while a request with them was in flight: since 4.2 such a request keeps the memory (KAFKA-19012). */
  readonly bufferHeldByRequestsBytes: number;
  /** Sentences about what cannot be known of its records. Default: none. */
  readonly notes?: readonly string[];
}

// --- What the cluster holds --------------------------------------------------------------------------------------------

/** The log of a replica. */
export interface LogView {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly highWatermark: number;
  /** Batches from the one that contains `fromOffset` up to `endOffset`, at most `maxBytes` of them. */
  read(fromOffset: number, endOffset: number, maxBytes: number, minOneBatch: boolean): readonly StoredBatch[];
}

/** A replica as its broker sees it. */
export interface ReplicaView {
  readonly topic: string;
  readonly partition: number;
  readonly brokerId: number;
  readonly isLeader: boolean;
  /** Epoch of the leader that this broker knows; -1 while the broker is down. */
  readonly leaderEpoch: number;
  readonly log: LogView;
}

/** What guarantees have found out about a run: several of them look at the same things. */
export interface RunMemo {
  /** What `find` returns for the run, found once for each state of the cluster. */
  get<T>(run: RunView, find: (run: RunView) => T): T;
}

/** A read-only view of a run. */
export interface RunView {
  /** The time in ms since the epoch. */
  readonly nowMs: number;
  readonly producers: readonly ProducerView[];
  /** The batch with this array of values, which is recognised by identity. */
  batchOf(values: readonly Payload[]): SentBatch | undefined;
  /** Changes whenever anything in the cluster may have changed. */
  readonly clusterVersion: number;
  /** The topics in the control plane. The array stays the same until one of them changes. */
  readonly topics: readonly TopicState[];
  /** The replicas of these topics, in any order. The array stays the same until the topics change. */
  readonly replicas: readonly ReplicaView[];
  /** Saves guarantees to find the same things again. Default: none. */
  readonly memo?: RunMemo;
}

/** The replicas of one partition. */
export function replicasOf(run: RunView, topic: string, partition: number): readonly ReplicaView[] {
  const grouped = run.memo?.get(run, groupedByPartition) ?? groupedByPartition(run);
  return grouped.get(topic, partition) ?? [];
}

function groupedByPartition({ replicas }: RunView): ByPartition<ReplicaView[]> {
  const grouped = new ByPartition<ReplicaView[]>();
  for (const replica of replicas) {
    const known = grouped.get(replica.topic, replica.partition);
    if (known === undefined) grouped.set(replica.topic, replica.partition, [replica]);
    else known.push(replica);
  }
  return grouped;
}
