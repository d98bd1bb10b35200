/**
 * The states of a group at its coordinator, and which may follow which (GroupState in GroupMetadata.scala).
 */
export type GroupState =
  /** No members: new, left by all, or only used to store offsets. It goes with its last offset. */
  | 'Empty'
  /** Members are expected to join, or to join again. */
  | 'PreparingRebalance'
  /** All have joined; the leader is expected to give the assignment. */
  | 'CompletingRebalance'
  | 'Stable'
  /** Deleted, or coordinated by another broker now. */
  | 'Dead';

/** For each state the states that it may follow. */
export const VALID_PREVIOUS_STATES: Readonly<Record<GroupState, readonly GroupState[]>> = {
  Empty: ['PreparingRebalance'],
  PreparingRebalance: ['Stable', 'CompletingRebalance', 'Empty'],
  CompletingRebalance: ['PreparingRebalance'],
  Stable: ['CompletingRebalance'],
  Dead: ['Stable', 'PreparingRebalance', 'CompletingRebalance', 'Empty', 'Dead'],
};
