/**
 * Before a leader appends the first batch of a transaction, it asks the coordinator whether the partition is in the transaction
 * (KIP-890, ReplicaManager.appendRecords, maybeSendPartitionsToTransactionCoordinator), or has it added. Otherwise a late batch of a transaction
 * that has ended would stay open for good. What is asked depends on the version of the request (verification-rules.ts).
 */
import type { TopicPartition } from '../../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { ProducePartition, ProduceRequest } from '../../../protocol/messages.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import { NO_SEQUENCE, type RecordBatch } from '../../../protocol/records/record-batch.ts';
import type { AppendRefusal } from '../../log/append-refusal.ts';
import type { BatchToVerify, Verification } from '../../log/log-transactions.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import { refusalOfUnverified, VERIFICATIONS_OF_LOG, type VerificationOfLog } from '../../log/unverified-batches.ts';
import type { InterBrokerSender } from '../../purgatory/inter-broker-sender.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import { coordinatorOf, TRANSACTION_STATE_TOPIC } from '../log/coordinator-topic.ts';
import { VerificationChannels } from './verification-channels.ts';
import {
  errorOfOffsets,
  PRODUCE_VERSIONS,
  TXN_OFFSET_COMMIT_VERSIONS,
  VERIFICATION_RULES,
  type VerificationFailure,
  type VerificationOperation,
  type VerificationRules,
} from './verification-rules.ts';

/** What is known of the partitions of a Produce once the coordinator has answered. */
export interface Verifications {
  /** A batch may be appended as long as the verification of its producer is still this one. */
  readonly verifications: ReadonlyMap<ProducePartition, Verification>;
  readonly failures: ReadonlyMap<ProducePartition, VerificationFailure>;
}

/** Offsets that a producer commits in its transaction. */
export interface OffsetsToVerify {
  readonly transactionalId: string;
  readonly producer: ProducerIdAndEpoch;
  /** The partition of `__consumer_offsets` in which they are stored. */
  readonly to: TopicPartition;
  readonly apiVersion: number;
}

/** Batches of one producer in several partitions: `K` is what the caller knows a partition by. */
interface Question<K> {
  readonly transactionalId: string;
  readonly operation: VerificationOperation;
  readonly asked: readonly { readonly key: K; readonly to: TopicPartition; readonly batch: BatchToVerify }[];
}

interface Result<K> {
  readonly verifications: Map<K, Verification>;
  readonly errors: Map<K, ErrorName>;
}

export class PartitionVerifier {
  private readonly replicas: ReplicaManager;
  private readonly channels: VerificationChannels;
  private readonly rules: VerificationRules;
  private readonly ofLog: VerificationOfLog;

  constructor(replicas: ReplicaManager, interBroker: InterBrokerSender) {
    const { policies } = replicas.replication.config.version;
    this.replicas = replicas;
    this.channels = new VerificationChannels(replicas, interBroker);
    this.rules = VERIFICATION_RULES[policies.transactionVerification];
    this.ofLog = VERIFICATIONS_OF_LOG[policies.transactionEpochs];
  }

  /**
   * Asks the coordinator about the partitions that need it. Returns false if none does; otherwise `whenDone` is called, within
   * this call if there is no coordinator to ask.
   */
  verify(
    { transactionalId, partitions }: ProduceRequest,
    apiVersion: number,
    whenDone: (verifications: Verifications) => void,
  ): boolean {
    if (transactionalId === null || !this.needVerification(partitions)) return false;
    const operation = this.rules.operation(PRODUCE_VERSIONS, apiVersion);
    const asked = partitions
      .filter(({ batch }) => batch.isTransactional)
      .map((part) => ({ key: part, to: part, batch: part.batch }));
    return this.ask({ transactionalId, operation, asked }, ({ verifications, errors }) => {
      const failures = new Map([...errors].map(([key, error]) => [key, this.rules.failureOf(error, operation)]));
      whenDone({ verifications, failures });
    });
  }

  /** The same for offsets that a producer commits. `whenDone` gets their verification, if they need one. */
  verifyOffsets(
    { transactionalId, producer, to, apiVersion }: OffsetsToVerify,
    whenDone: (error: ErrorName, verification: Verification | undefined) => void,
  ): boolean {
    if (!this.rules.verifiesOffsets) return false;
    const operation = this.rules.operation(TXN_OFFSET_COMMIT_VERSIONS, apiVersion);
    const asked = [{ key: to, to, batch: { ...producer, baseSequence: NO_SEQUENCE } }];
    return this.ask({ transactionalId, operation, asked }, ({ verifications, errors }) =>
      whenDone(errorOfOffsets(errors.get(to) ?? 'NONE'), verifications.get(to)),
    );
  }

  /** Whether there is a batch that begins a transaction in its partition, or seems to. Mostly there is none. */
  private needVerification(partitions: ProduceRequest['partitions']): boolean {
    for (let i = 0; i < partitions.length; i++) {
      const { topic, partition, batch } = partitions[i] as ProducePartition;
      const replica = this.replicas.replica(topic, partition);
      if (batch.isTransactional && replica?.isLeader === true && !this.ofLog.isOpen(replica.log, batch)) return true;
    }
    return false;
  }

  /** Why a transactional batch must not be appended, as its transaction is not known to be open in the log; undefined if it may be. */
  refusalOf(log: ReplicaLog, batch: RecordBatch, held: Verification | undefined): AppendRefusal | undefined {
    const { transactionVerificationEnable } = this.replicas.replication.config;
    return refusalOfUnverified(this.ofLog, log, batch, held, transactionVerificationEnable);
  }

  /** Returns whether `whenDone` has been called or will be. */
  private ask<K>(question: Question<K>, whenDone: (result: Result<K>) => void): boolean {
    const { scheduler, config } = this.replicas.replication;
    const { isAdding } = question.operation;
    if (!isAdding && !config.transactionVerificationEnable) return false;
    if (!isAdding) return this.askOnce(question, whenDone);
    // As the transaction before may still be ending, and a Produce is expensive to repeat, the broker tries again for a while.
    const { incarnation } = this.replicas.broker;
    const backoffMs = config.values.get('add.partitions.to.txn.retry.backoff.ms') as number;
    const maxMs = config.values.get('add.partitions.to.txn.retry.backoff.max.ms') as number;
    const endMs = scheduler.nowMs + Math.min(maxMs, config.requestTimeoutMs);
    const take = (result: Result<K>): void => {
      const isOver = scheduler.nowMs >= endMs;
      if (isOver || ![...result.errors.values()].includes('CONCURRENT_TRANSACTIONS')) {
        whenDone(result);
        return;
      }
      scheduler.plan(scheduler.nowMs + backoffMs, () => {
        if (this.replicas.broker.incarnation !== incarnation) return;
        if (!this.askOnce(question, take)) whenDone({ verifications: new Map(), errors: new Map() });
      });
    };
    return this.askOnce(question, take);
  }

  private askOnce<K>(question: Question<K>, whenDone: (result: Result<K>) => void): boolean {
    const result = this.begin(question);
    const { verifications, errors } = result;
    const places = [...verifications.keys()];
    const unverified = question.asked.filter(({ key }) => verifications.has(key));
    const [first] = unverified;
    if (first === undefined) {
      if (errors.size > 0) whenDone(result);
      return errors.size > 0;
    }
    const { transactionalId, operation } = question;
    const done = (errorAt: (place: number) => ErrorName): void => {
      for (const [place, key] of places.entries()) {
        const error = errorAt(place);
        if (error !== 'NONE') errors.set(key, error);
      }
      whenDone(result);
    };
    const { error, node } = coordinatorOf(this.replicas, TRANSACTION_STATE_TOPIC, transactionalId);
    if (node === null) {
      done(() => error);
      return true;
    }
    const { producerId, producerEpoch } = first.batch;
    const partitions = unverified.map(({ to: { topic, partition } }) => ({ topic, partition }));
    const verifyOnly = !operation.isAdding;
    const { broker } = this.replicas;
    const { incarnation } = broker;
    this.channels.verify(node.id, {
      request: { api: 'AddPartitionsToTxn', transactionalId, producerId, producerEpoch, verifyOnly, partitions },
      operation,
      whenDone: (answered) => {
        if (broker.incarnation === incarnation) done((place) => answered[place] ?? 'NONE');
      },
    });
    return true;
  }

  /** Begins the verifications that are needed. The leader's checks find what is wrong with a partition that it does not lead. */
  private begin<K>({ asked, operation }: Question<K>): Result<K> {
    const result: Result<K> = { verifications: new Map(), errors: new Map() };
    for (const { key, to, batch } of asked) {
      const replica = this.replicas.replica(to.topic, to.partition);
      if (replica?.isLeader !== true) continue;
      const { log } = replica;
      if (this.ofLog.isOutdated(log, batch)) result.errors.set(key, 'INVALID_PRODUCER_EPOCH');
      else if (!this.ofLog.isOpen(log, batch))
        result.verifications.set(key, log.withTransactions().verify(batch, operation.isAdding));
    }
    return result;
  }
}
