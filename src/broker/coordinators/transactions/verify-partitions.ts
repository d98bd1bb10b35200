/**
 * Before a leader takes a transaction's first batch it asks the coordinator whether the partition is in the transaction
 * (KIP-890, ReplicaManager.appendRecords): a late batch of an ended transaction would otherwise never be decided on.
 *
 * Owns: which partitions of a Produce have to be verified, and what the coordinator's answer means to the client.
 * Refuses to know: appending (handlers/produce.ts), and how the question travels.
 */
import { ERRORS, type ErrorName } from '../../../protocol/errors.ts';
import type { ProducePartition, ProduceRequest } from '../../../protocol/messages.ts';
import type { RecordBatch } from '../../../protocol/record-batch.ts';
import type { BrokerConfig } from '../../config/broker-config.ts';
import type { Verification } from '../../log/log-transactions.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import type { Broker } from '../../state/broker.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { coordinatorOf, TRANSACTION_STATE_TOPIC } from './coordinator-partition.ts';

export interface VerificationFailure {
  readonly error: ErrorName;
  readonly message: string;
}

/** What is known of the partitions of a Produce once the coordinator has answered. */
export interface Verifications {
  /** A batch may be appended as long as its producer's verification is still this one. */
  readonly verifications: ReadonlyMap<ProducePartition, Verification>;
  readonly failures: ReadonlyMap<ProducePartition, VerificationFailure>;
}

/** Asks the coordinator if it has to be asked. Returns false if not; else `whenDone` is told later. */
export function verifyFirst(
  state: ClusterState,
  broker: Broker,
  request: ProduceRequest,
  nowMs: number,
  whenDone: (verdicts: Verifications, nowMs: number) => void,
): boolean {
  const { transactionalId } = request;
  if (transactionalId === null || !state.config.transactionVerificationEnable) return false;
  const verifications = startVerifications(broker, request);
  const unverified = [...verifications.keys()];
  const [first] = unverified;
  if (first === undefined) return false;
  const { error, node } = coordinatorOf(state, TRANSACTION_STATE_TOPIC, transactionalId);
  if (node === null) {
    whenDone({ verifications, failures: failuresOf(unverified, () => error) }, nowMs);
    return true;
  }
  const { producerId, producerEpoch } = first.batch;
  const partitions = unverified.map(({ topic, partition }) => ({ topic, partition }));
  const question = {
    api: 'AddPartitionsToTxn',
    transactionalId,
    producerId,
    producerEpoch,
    verifyOnly: true,
    partitions,
  } as const;
  const { incarnation } = broker;
  const answered = (errors: readonly ErrorName[], laterMs: number): void => {
    if (broker.incarnation !== incarnation) return;
    whenDone({ verifications, failures: failuresOf(unverified, (place) => errors[place] ?? 'NONE') }, laterMs);
  };
  broker.verifications.ask(state, broker.id, node.id, { request: question, whenDone: answered }, nowMs);
  return true;
}

/** Whether a transactional batch belongs to a transaction that the coordinator knows to be open here. */
export function isVerified(
  { transactionVerificationEnable }: BrokerConfig,
  { transactions }: ReplicaLog,
  { producerId }: RecordBatch,
  held: Verification | undefined,
): boolean {
  if (!transactionVerificationEnable || transactions?.isOpen(producerId) === true) return true;
  return held !== undefined && transactions?.verification(producerId) === held;
}

function startVerifications(broker: Broker, { partitions }: ProduceRequest): Map<ProducePartition, Verification> {
  const started = new Map<ProducePartition, Verification>();
  for (const asked of partitions) {
    const { batch } = asked;
    const replica = broker.replica(asked.topic, asked.partition);
    if (!batch.isTransactional || replica?.isLeader !== true) continue;
    const transactions = replica.log.withTransactions();
    if (!transactions.isOpen(batch.producerId)) started.set(asked, transactions.verify(batch));
  }
  return started;
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
    // Producers know what to do about too few replicas, and nothing about a coordinator's troubles.
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
