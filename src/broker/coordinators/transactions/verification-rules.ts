/**
 * What a broker does with the first batch of a transaction in a partition, by the version of the request that brings it
 * (AddPartitionsToTxnManager.TransactionSupportedOperation), and what clients get for errors of the coordinator: the policy
 * `transactionVerification` of the broker's version.
 */
import { ERRORS, type ErrorName } from '../../../protocol/errors/errors.ts';
import type { BrokerPolicies } from '../../versions/broker-policies.ts';

/** What the client expects of the broker. */
export interface VerificationOperation {
  /** The broker adds the partition to the transaction. Otherwise it asks whether the client has. */
  readonly isAdding: boolean;
  /** The client knows TRANSACTION_ABORTABLE. */
  readonly knowsAbortable: boolean;
}

const VERIFY: VerificationOperation = { isAdding: false, knowsAbortable: false };
const VERIFY_ABORTABLE: VerificationOperation = { isAdding: false, knowsAbortable: true };
const ADD: VerificationOperation = { isAdding: true, knowsAbortable: true };

/** The first versions of an API whose clients know TRANSACTION_ABORTABLE, and leave it to the broker to add partitions. */
export interface VersionsOfApi {
  readonly abortableFrom: number;
  readonly addFrom: number;
}

export const PRODUCE_VERSIONS: VersionsOfApi = { abortableFrom: 11, addFrom: 12 };
export const TXN_OFFSET_COMMIT_VERSIONS: VersionsOfApi = { abortableFrom: 4, addFrom: 5 };

export interface VerificationFailure {
  readonly error: ErrorName;
  readonly message: string | null;
}

export interface VerificationRules {
  readonly operation: (api: VersionsOfApi, apiVersion: number) => VerificationOperation;
  /** Whether a group coordinator has the transaction of offsets verified. */
  readonly verifiesOffsets: boolean;
  /** What a coordinator says of a partition that is not in the transaction. */
  readonly notInTransaction: ErrorName;
  /** What a producer gets in place of an error of the coordinator. */
  readonly failureOf: (error: ErrorName, operation: VerificationOperation) => VerificationFailure;
}

/** Producers can handle too few replicas, but not the problems of a coordinator. */
const PROBLEMS_OF_COORDINATORS: readonly ErrorName[] = [
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
];

function failureOfProblem(error: ErrorName): VerificationFailure {
  const message = `Unable to verify the partition has been added to the transaction. Underlying error: ${error}`;
  return { error: 'NOT_ENOUGH_REPLICAS', message };
}

const NOT_ADDED = 'Partition was not added to the transaction';

function laterFailureOf(error: ErrorName): VerificationFailure {
  if (error === 'INVALID_TXN_STATE') return { error, message: NOT_ADDED };
  const isProblem = error === 'NETWORK_EXCEPTION' || PROBLEMS_OF_COORDINATORS.includes(error);
  return isProblem ? failureOfProblem(error) : { error, message: null };
}

export const VERIFICATION_RULES: Readonly<Record<BrokerPolicies['transactionVerification'], VerificationRules>> = {
  records: {
    operation: () => VERIFY,
    verifiesOffsets: false,
    notInTransaction: 'INVALID_TXN_STATE',
    failureOf: (error) => {
      if (error === 'INVALID_TXN_STATE') return { error, message: NOT_ADDED };
      return PROBLEMS_OF_COORDINATORS.includes(error)
        ? failureOfProblem(error)
        : { error, message: ERRORS[error].message };
    },
  },
  'records and offsets': {
    operation: ({ abortableFrom }, apiVersion) => (apiVersion >= abortableFrom ? VERIFY_ABORTABLE : VERIFY),
    verifiesOffsets: true,
    notInTransaction: 'TRANSACTION_ABORTABLE',
    failureOf: laterFailureOf,
  },
  'or add': {
    operation: ({ abortableFrom, addFrom }, apiVersion) => {
      if (apiVersion >= addFrom) return ADD;
      return apiVersion >= abortableFrom ? VERIFY_ABORTABLE : VERIFY;
    },
    verifiesOffsets: true,
    notInTransaction: 'TRANSACTION_ABORTABLE',
    // Usually the previous transaction is still ending: the client gets the error and tries again.
    failureOf: (error, { isAdding }) =>
      isAdding && error === 'CONCURRENT_TRANSACTIONS' ? { error, message: null } : laterFailureOf(error),
  },
};

/** What a client that commits offsets gets in place of an error (maybeConvertOffsetCommitError, CoordinatorOperationExceptionHelper). */
const OFFSET_ERRORS: Readonly<Partial<Record<ErrorName, ErrorName>>> = {
  NETWORK_EXCEPTION: 'COORDINATOR_LOAD_IN_PROGRESS',
  UNKNOWN_TOPIC_OR_PARTITION: 'COORDINATOR_NOT_AVAILABLE',
  NOT_LEADER_OR_FOLLOWER: 'NOT_COORDINATOR',
};

export function errorOfOffsets(error: ErrorName): ErrorName {
  return OFFSET_ERRORS[error] ?? error;
}
