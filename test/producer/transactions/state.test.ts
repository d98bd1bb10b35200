/** The moves between the states of a producer's identity, as the Java client allows them. */
import { describe, expect, it } from 'vitest';
import { checkTransition, isTransitionValid, type TransactionState } from '../../../src/producer/transactions/state.ts';
import { goldenTable } from '../../golden-tables.ts';

interface Move {
  readonly from: TransactionState;
  readonly to: TransactionState;
  readonly valid: boolean;
}

const moves = goldenTable<readonly Move[]>('txn_state_transitions');

describe('A move between states', () => {
  it('is told of for every pair', () => {
    expect(moves.length).toBe(64);
  });

  it.each(moves)('from $from to $to is allowed: $valid', ({ from, to, valid }) => {
    expect(isTransitionValid(from, to)).toBe(valid);
  });

  it.each(moves.filter(({ valid }) => !valid))('from $from to $to is refused by both names', ({ from, to }) => {
    expect(() => checkTransition(from, to, 'tx')).toThrow(
      `TransactionalId tx: Invalid transition attempted from state ${from} to state ${to}`,
    );
  });
});
