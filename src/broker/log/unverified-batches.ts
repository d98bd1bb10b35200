/**
 * Transactional batches that a leader must not append, since their transaction is not known to be open (KIP-890,
 * UnifiedLog.analyzeAndValidateProducerState): what depends on the policies `transactionEpochs` and `transactionVerification` of the broker's
 * version.
 */
import type { RecordBatch } from '../../protocol/records/record-batch.ts';
import type { BrokerConfig } from '../config/broker-config.ts';
import type { BrokerPolicies } from '../versions/broker-policies.ts';
import type { AppendRefusal } from './append-refusal.ts';
import type { Verification } from './log-transactions.ts';
import type { ReplicaLog } from './replica-log.ts';

/** Why offsets that a producer commits in its transaction must not be appended; undefined if they may be. */
export const REFUSALS_OF_OFFSETS: Readonly<
  Record<
    BrokerPolicies['transactionVerification'],
    (
      log: ReplicaLog,
      batch: WrittenBy,
      held: Verification | undefined,
      config: BrokerConfig,
    ) => AppendRefusal | undefined
  >
> = {
  records: () => undefined,
  'records and offsets': refusalOfOffsets,
  'or add': refusalOfOffsets,
};

function refusalOfOffsets(
  log: ReplicaLog,
  batch: WrittenBy,
  held: Verification | undefined,
  { version, transactionVerificationEnable }: BrokerConfig,
): AppendRefusal | undefined {
  const ofLog = VERIFICATIONS_OF_LOG[version.policies.transactionEpochs];
  return refusalOfUnverified(ofLog, log, batch, held, transactionVerificationEnable);
}

/** A producer's batch or offsets, as far as verification looks at them. */
export type WrittenBy = Pick<RecordBatch, 'producerId' | 'producerEpoch'>;

export interface VerificationOfLog {
  /** Whether a batch of the producer can only belong to the transaction that is open in the log. */
  readonly isOpen: (log: ReplicaLog, by: WrittenBy) => boolean;
  /** Whether the log knows a later epoch of the producer, so that nothing has to be verified: what it writes is refused. */
  readonly isOutdated: (log: ReplicaLog, by: WrittenBy) => boolean;
}

export const VERIFICATIONS_OF_LOG: Readonly<Record<BrokerPolicies['transactionEpochs'], VerificationOfLog>> = {
  'while it produces': {
    isOpen: ({ transactions }, { producerId }) => transactions?.isOpen(producerId) === true,
    // The check of sequence numbers finds it.
    isOutdated: () => false,
  },
  'one transaction': {
    isOpen: ({ transactions, producers }, { producerId, producerEpoch }) =>
      transactions?.isOpen(producerId) === true && producers.epochOf(producerId) === producerEpoch,
    isOutdated: ({ producers }, { producerId, producerEpoch }) => producerEpoch < producers.epochOf(producerId),
  },
};

/**
 * Why a transactional batch must not be appended; undefined if it may be.
 *
 * @param held what the batch was verified with, if it was
 * @param isVerifying transaction.partition.verification.enable
 */
export function refusalOfUnverified(
  { isOpen, isOutdated }: VerificationOfLog,
  log: ReplicaLog,
  batch: WrittenBy,
  held: Verification | undefined,
  isVerifying: boolean,
): AppendRefusal | undefined {
  if (isOpen(log, batch)) return undefined;
  const { producerId, producerEpoch } = batch;
  if (isOutdated(log, batch)) {
    const message = `Epoch of producer ${producerId} is ${producerEpoch}, which is smaller than the last seen epoch ${log.producers.epochOf(producerId)}`;
    return { error: 'INVALID_PRODUCER_EPOCH', message };
  }
  const isVerified = held !== undefined && log.transactions?.verification(producerId) === held;
  if (!isVerifying || isVerified) return undefined;
  return { error: 'INVALID_TXN_STATE', message: 'Record was not part of an ongoing transaction' };
}
