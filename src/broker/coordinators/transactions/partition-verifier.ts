/**
 * Before a leader appends the first batch of a transaction, it asks the coordinator whether the partition is in the transaction
 * (KIP-890, ReplicaManager.appendRecords). Otherwise a late batch of a transaction that has ended would stay open for good.
 */
import { ERRORS, type ErrorName } from '../../../protocol/errors/errors.ts';
import type { ProducePartition, ProduceRequest } from '../../../protocol/messages.ts';
import type { RecordBatch } from '../../../protocol/records/record-batch.ts';
import type { Verification } from '../../log/log-transactions.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import type { InterBrokerSender } from '../../purgatory/inter-broker-sender.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import type { BrokerPolicies } from '../../versions/broker-policies.ts';
import { coordinatorOf, TRANSACTION_STATE_TOPIC } from '../log/coordinator-topic.ts';
import { VerificationChannels } from './verification-channels.ts';

export interface VerificationFailure {
  readonly error: ErrorName;
  readonly message: string;
}

/** What is known of the partitions of a Produce once the coordinator has answered. */
export interface Verifications {
  /** A batch may be appended as long as the verification of its producer is still this one. */
  readonly verifications: ReadonlyMap<ProducePartition, Verification>;
  readonly failures: ReadonlyMap<ProducePartition, VerificationFailure>;
}

/** Whether the leader asks without adding the partition: the policy `transactionVerification` of the broker's version. */
const VERIFIES_ONLY: Readonly<Record<BrokerPolicies['transactionVerification'], boolean>> = { 'verify only': true };

export class PartitionVerifier {
  private readonly replicas: ReplicaManager;
  private readonly channels: VerificationChannels;

  constructor(replicas: ReplicaManager, interBroker: InterBrokerSender) {
    this.replicas = replicas;
    this.channels = new VerificationChannels(replicas, interBroker);
  }

  /**
   * Asks the coordinator about the partitions that need it. Returns false if none does; otherwise `whenDone` is called, within
   * this call if there is no coordinator to ask.
   */
  verify(request: ProduceRequest, whenDone: (verifications: Verifications) => void): boolean {
    const { transactionalId } = request;
    const { broker, replication } = this.replicas;
    if (transactionalId === null || !replication.config.transactionVerificationEnable) return false;
    const verifications = this.begin(request);
    const unverified = [...verifications.keys()];
    const [first] = unverified;
    if (first === undefined) return false;
    const done = (errorAt: (place: number) => ErrorName): void =>
      whenDone({ verifications, failures: failuresOf(unverified, errorAt) });
    const { error, node } = coordinatorOf(this.replicas, TRANSACTION_STATE_TOPIC, transactionalId);
    if (node === null) {
      done(() => error);
      return true;
    }
    const { producerId, producerEpoch } = first.batch;
    const partitions = unverified.map(({ topic, partition }) => ({ topic, partition }));
    const api = 'AddPartitionsToTxn';
    const verifyOnly = VERIFIES_ONLY[replication.config.version.policies.transactionVerification];
    const { incarnation } = broker;
    this.channels.verify(node.id, {
      request: { api, transactionalId, producerId, producerEpoch, verifyOnly, partitions },
      whenDone: (errors) => {
        if (broker.incarnation === incarnation) done((place) => errors[place] ?? 'NONE');
      },
    });
    return true;
  }

  /** Whether a transactional batch belongs to a transaction that is known to be open in this log. */
  isVerified({ transactions }: ReplicaLog, { producerId }: RecordBatch, held: Verification | undefined): boolean {
    const { transactionVerificationEnable } = this.replicas.replication.config;
    if (!transactionVerificationEnable || transactions?.isOpen(producerId) === true) return true;
    return held !== undefined && transactions?.verification(producerId) === held;
  }

  private begin({ partitions }: ProduceRequest): Map<ProducePartition, Verification> {
    const begun = new Map<ProducePartition, Verification>();
    for (const asked of partitions) {
      const { batch } = asked;
      const replica = this.replicas.replica(asked.topic, asked.partition);
      if (!batch.isTransactional || replica?.isLeader !== true) continue;
      const transactions = replica.log.withTransactions();
      if (!transactions.isOpen(batch.producerId)) begun.set(asked, transactions.verify(batch));
    }
    return begun;
  }
}

function failuresOf(
  partitions: readonly ProducePartition[],
  errorAt: (place: number) => ErrorName,
): Map<ProducePartition, VerificationFailure> {
  const failures = new Map<ProducePartition, VerificationFailure>();
  for (const [place, asked] of partitions.entries()) {
    const error = errorAt(place);
    if (error !== 'NONE') failures.set(asked, failureOf(error));
  }
  return failures;
}

function failureOf(error: ErrorName): VerificationFailure {
  switch (error) {
    case 'INVALID_TXN_STATE':
      return { error, message: 'Partition was not added to the transaction' };
    // Producers can handle too few replicas, but not the problems of a coordinator.
    case 'CONCURRENT_TRANSACTIONS':
    case 'COORDINATOR_LOAD_IN_PROGRESS':
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'NOT_COORDINATOR': {
      const message = `Unable to verify the partition has been added to the transaction. Underlying error: ${error}`;
      return { error: 'NOT_ENOUGH_REPLICAS', message };
    }
    default:
      return { error, message: ERRORS[error].message };
  }
}
