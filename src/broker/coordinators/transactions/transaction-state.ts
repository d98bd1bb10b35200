/**
 * The states of a transaction at its coordinator, and which may follow which (TransactionState).
 */
export type TransactionState =
  /** No transaction has begun since the producer was initialized. */
  | 'Empty'
  | 'Ongoing'
  /** The decision is in the log; markers are being written. */
  | 'PrepareCommit'
  | 'PrepareAbort'
  /** All markers are written. */
  | 'CompleteCommit'
  | 'CompleteAbort'
  /** The transactional id has expired. Never reached here (docs/limitations.md). */
  | 'Dead'
  /** The epoch is being raised to fence a producer whose transaction will be aborted. Only ever a pending state. */
  | 'PrepareEpochFence';

/** For each state the states that it may follow. */
export const VALID_PREVIOUS_STATES: Readonly<Record<TransactionState, readonly TransactionState[]>> = {
  Empty: ['Empty', 'CompleteCommit', 'CompleteAbort'],
  Ongoing: ['Ongoing', 'Empty', 'CompleteCommit', 'CompleteAbort'],
  PrepareCommit: ['Ongoing'],
  PrepareAbort: ['Ongoing', 'PrepareEpochFence'],
  CompleteCommit: ['PrepareCommit'],
  CompleteAbort: ['PrepareAbort'],
  Dead: ['Empty', 'CompleteAbort', 'CompleteCommit'],
  PrepareEpochFence: ['Ongoing'],
};

/** The same for PrepareAbort in transactions of version 2, whose clients need not know whether anything was added. */
export const VALID_BEFORE_ABORT_OF_EPOCH: readonly TransactionState[] = [
  ...VALID_PREVIOUS_STATES.PrepareAbort,
  'Empty',
  'CompleteCommit',
  'CompleteAbort',
];

export function isTransactionState(name: string): name is TransactionState {
  return Object.hasOwn(VALID_PREVIOUS_STATES, name);
}
