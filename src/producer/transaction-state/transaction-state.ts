/**
 * The states of the transaction manager, and the legal moves between them (TransactionManager.State).
 */
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';

export type TransactionState =
  | 'UNINITIALIZED'
  | 'INITIALIZING'
  | 'READY'
  | 'IN_TRANSACTION'
  | 'COMMITTING_TRANSACTION'
  | 'ABORTING_TRANSACTION'
  | 'ABORTABLE_ERROR'
  | 'FATAL_ERROR';

/** State -> the states it may be entered from. A fatal error may be entered from any state. */
const ALLOWED_SOURCES: Readonly<Record<Exclude<TransactionState, 'FATAL_ERROR'>, readonly TransactionState[]>> = {
  UNINITIALIZED: ['READY', 'ABORTABLE_ERROR'],
  INITIALIZING: ['UNINITIALIZED', 'ABORTING_TRANSACTION'],
  READY: ['INITIALIZING', 'COMMITTING_TRANSACTION', 'ABORTING_TRANSACTION'],
  IN_TRANSACTION: ['READY'],
  COMMITTING_TRANSACTION: ['IN_TRANSACTION'],
  ABORTING_TRANSACTION: ['IN_TRANSACTION', 'ABORTABLE_ERROR'],
  ABORTABLE_ERROR: ['IN_TRANSACTION', 'COMMITTING_TRANSACTION', 'ABORTABLE_ERROR', 'INITIALIZING'],
};

export function isTransitionValid(
  source: TransactionState,
  target: TransactionState,
  { epochAfterCommit }: Pick<ClientPolicies, 'epochAfterCommit'>,
): boolean {
  if (source === 'COMMITTING_TRANSACTION' && target === 'INITIALIZING') return epochAfterCommit === 'legal';
  return target === 'FATAL_ERROR' || ALLOWED_SOURCES[target].includes(source);
}

/** @throws IllegalStateException that names both states, if the move is not legal */
export function checkTransition(
  source: TransactionState,
  target: TransactionState,
  transactionalId: string | null,
  policies: Pick<ClientPolicies, 'epochAfterCommit'>,
): void {
  if (isTransitionValid(source, target, policies)) return;
  const prefix = transactionalId === null ? '' : `TransactionalId ${transactionalId}: `;
  throw new IllegalStateException(`${prefix}Invalid transition attempted from state ${source} to state ${target}`);
}
