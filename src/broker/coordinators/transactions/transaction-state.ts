/**
 * The states of a transaction at its coordinator (TransactionState).
 *
 * Owns: which state may follow on which. Refuses to know: what makes a transaction move (coordinator.ts, markers.ts).
 */
export type TransactionState =
  /** No transaction yet, or none since the producer has initialized. */
  | 'Empty'
  | 'Ongoing'
  /** The decision is in the log; markers are on their way. */
  | 'PrepareCommit'
  | 'PrepareAbort'
  /** All markers are written. */
  | 'CompleteCommit'
  | 'CompleteAbort'
  /** The transactional id has expired. Never reached here (docs/limitations.md). */
  | 'Dead'
  /** The epoch is being raised, to fence a producer whose transaction is to be aborted. Only ever pending. */
  | 'PrepareEpochFence';

/** For each state those it may follow on. */
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
