/**
 * The error of a transaction of which a batch has failed: the policy `failedBatchInTransaction` of the client's version.
 */
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import {
  InvalidTxnStateException,
  RetriableException,
  TransactionAbortableException,
} from '../../protocol/errors/exceptions.ts';

const ABORTED = 'Transaction Request was aborted after exhausting retries.';

export const TRANSACTION_ERRORS: Readonly<Record<ClientPolicies['failedBatchInTransaction'], (error: Error) => Error>> =
  {
    'as it is': (error) => error,
    // The application must not send the record again before it has aborted the transaction, although the error is retriable (KIP-1050).
    wrapped: (error) =>
      error instanceof RetriableException || error instanceof InvalidTxnStateException
        ? new TransactionAbortableException(ABORTED, { cause: error })
        : error,
  };
