import { describe, expect, it } from 'vitest';
import {
  checkTransition,
  isTransitionValid,
  type TransactionState,
} from '../../../src/producer/transaction-state/transaction-state.ts';
import { IllegalStateException } from '../../../src/protocol/errors/exceptions.ts';
import { goldenTable } from '../../golden-tables.ts';

interface Move {
  from: TransactionState;
  to: TransactionState;
  valid: boolean;
}

const golden = goldenTable<Move[]>('txn_state_transitions');

describe('A move from one state to another', () => {
  it('is tested for every pair of states', () => {
    expect(golden).toHaveLength(64);
  });

  it.each(golden)('from $from to $to is allowed: $valid', ({ from, to, valid }) => {
    expect(isTransitionValid(from, to)).toBe(valid);
  });

  it('that is not allowed is refused with both names and the transactional.id', () => {
    const withId = 'TransactionalId tx1: Invalid transition attempted from state READY to state READY';
    expect(() => checkTransition('READY', 'READY', 'tx1')).toThrow(withId);
    const without = 'Invalid transition attempted from state READY to state READY';
    expect(() => checkTransition('READY', 'READY', null)).toThrow(new IllegalStateException(without));
  });
});
