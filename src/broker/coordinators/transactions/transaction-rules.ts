/**
 * In which versions of a transaction a coordinator takes requests, and how it checks them: the policy `transactionEpochs` of the broker's version.
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { ProducerIdAndEpoch } from '../../../protocol/records/producer-id-and-epoch.ts';
import type { BrokerPolicies } from '../../versions/broker-policies.ts';
import type { BrokerVersion } from '../../versions/broker-version.ts';
import { isEpochExhausted, type TransactionMetadata, type TransactionVersion } from './transaction-metadata.ts';

export interface TransactionRules {
  /** The version of a transaction that an EndTxn of this API version ends. */
  readonly versionOfEnd: (apiVersion: number) => TransactionVersion;
  /** The version of a transaction to which an AddPartitionsToTxn of this API version adds. */
  readonly versionOfAdd: (apiVersion: number) => TransactionVersion;
  /** Why nothing is added to a transaction; undefined if it is. */
  readonly addRefusal: (metadata: TransactionMetadata, producer: ProducerIdAndEpoch) => ErrorName | undefined;
}

/** Clients that leave it to brokers to add partitions end transactions in this version of EndTxn, or a later one. */
const END_FROM = 5;
/** Brokers add partitions in this version of AddPartitionsToTxn, or a later one. */
const ADD_FROM = 4;

export const TRANSACTION_RULES: Readonly<Record<BrokerPolicies['transactionEpochs'], TransactionRules>> = {
  'while it produces': {
    versionOfEnd: () => 0,
    versionOfAdd: () => 0,
    addRefusal: (metadata, producer) =>
      refusalOfProducer(metadata, producer) ?? refusalOfPending(metadata) ?? refusalOfEnding(metadata),
  },
  'one transaction': {
    versionOfEnd: (apiVersion) => (apiVersion >= END_FROM ? 2 : 0),
    versionOfAdd: (apiVersion) => (apiVersion >= ADD_FROM ? 2 : 0),
    // The producer may have a new id already that is only pending here.
    addRefusal: (metadata, producer) =>
      refusalOfPending(metadata) ?? refusalOfProducer(metadata, producer) ?? refusalOfEnding(metadata),
  },
};

/** The level of the feature transaction.version: 0, 1 or 2. */
export function transactionVersionLevel({ features }: BrokerVersion): number {
  return features['transaction.version'] ?? 0;
}

/** The version of the transactions that a coordinator of these brokers ends by itself. */
export function ownTransactionVersion(version: BrokerVersion): TransactionVersion {
  return transactionVersionLevel(version) >= 2 ? 2 : 0;
}

/** Why a producer cannot take part in a transaction; undefined if it can. */
function refusalOfProducer(
  metadata: TransactionMetadata,
  { producerId, producerEpoch }: ProducerIdAndEpoch,
): ErrorName | undefined {
  if (metadata.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  return metadata.producerEpoch === producerEpoch ? undefined : 'PRODUCER_FENCED';
}

function refusalOfPending({ pendingState }: TransactionMetadata): ErrorName | undefined {
  return pendingState === undefined ? undefined : 'CONCURRENT_TRANSACTIONS';
}

/** Why a producer's transaction cannot be verified; undefined if it can. */
export function verificationRefusal(
  metadata: TransactionMetadata,
  producer: ProducerIdAndEpoch,
): ErrorName | undefined {
  return refusalOfProducer(metadata, producer) ?? refusalOfEnding(metadata);
}

function refusalOfEnding(metadata: TransactionMetadata): ErrorName | undefined {
  return isEnding(metadata) ? 'CONCURRENT_TRANSACTIONS' : undefined;
}

/** Whether the producer owns the id: it has the present one, or the one before and lost the response with the new one. */
export function isOwner(metadata: TransactionMetadata, { producerId, producerEpoch }: ProducerIdAndEpoch): boolean {
  return (
    metadata.producerEpoch === -1 ||
    producerId === metadata.producerId ||
    (producerId === metadata.lastProducerId && isEpochExhausted(producerEpoch))
  );
}

/** The outcome is decided, and markers are being written. */
export function isEnding({ state }: TransactionMetadata): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort';
}
