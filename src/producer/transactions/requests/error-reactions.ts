/**
 * What a transactional request does when the broker answers with an error, as data: each request has a table.
 */
import type { ClientPolicies } from '../../../client/versions/client-policies.ts';
import { ERRORS, type ErrorName } from '../../../protocol/errors/errors.ts';

export type Reaction =
  /** Sends the request again, after a pause. */
  | 'retry'
  /** Looks the coordinator up, since it may be another broker now, and sends the request again. */
  | 'find coordinator'
  /** Fails the transaction, which has to be aborted; the producer can go on afterwards. */
  | 'abortable'
  /** The coordinator has lost the producer id: abortable if the epoch can be raised, and fatal if not. */
  | 'abortable with a new epoch'
  /** Fails the producer. */
  | 'fatal'
  /** Fails the producer with a ProducerFencedException: another producer has taken over its transactional.id. */
  | 'fenced';

/** By error. An error that is not in the table is unexpected: it fails the producer. */
export type Reactions = Readonly<Partial<Record<ErrorName, Reaction>>>;

const NAMES = Object.keys(ERRORS) as ErrorName[];

export const RETRY_RETRIABLE_ERRORS: Reactions = Object.fromEntries(
  NAMES.filter((error) => ERRORS[error].retriable).map((error) => [error, 'retry']),
);

/** The reactions that requests to the transaction coordinator have in common. */
export const COORDINATOR_REACTIONS: Reactions = {
  ...RETRY_RETRIABLE_ERRORS,
  NOT_COORDINATOR: 'find coordinator',
  COORDINATOR_NOT_AVAILABLE: 'find coordinator',
  // A coordinator that does not know the second of these errors answers with the first.
  INVALID_PRODUCER_EPOCH: 'fenced',
  PRODUCER_FENCED: 'fenced',
};

type ErrorPolicies = Pick<ClientPolicies, 'abortableTransactions' | 'lostProducerId' | 'offsetCommitRetries'>;

/** The reactions of a request in each version of the clients: those in `table`, changed as the version's policies say. */
export function reactionsByPolicies(
  table: (policies: ErrorPolicies) => Reactions,
): (policies: ErrorPolicies) => Reactions {
  const known = new WeakMap<ErrorPolicies, Reactions>();
  return (policies) => {
    let reactions = known.get(policies);
    if (reactions === undefined) {
      reactions = withPolicies(table(policies), policies);
      known.set(policies, reactions);
    }
    return reactions;
  };
}

function withPolicies(base: Reactions, { abortableTransactions, lostProducerId }: ErrorPolicies): Reactions {
  const isFatal = lostProducerId === 'fatal' && base.INVALID_PRODUCER_ID_MAPPING !== undefined;
  return {
    ...base,
    ...(abortableTransactions === 'abortable' && { TRANSACTION_ABORTABLE: 'abortable' }),
    ...(isFatal && { INVALID_PRODUCER_ID_MAPPING: 'fatal' }),
  };
}
