import { describe, expect, it } from 'vitest';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import { V4_3 } from '../../../src/client/versions/v4_3.ts';
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
/** Without the state of transactions that are prepared for a commit in two phases, which no call leads to. */
const golden4_3 = goldenTable<Move[]>('txn_state_transitions', '4.3').filter(
  ({ from, to }) => !`${from} ${to}`.includes('PREPARED_TRANSACTION'),
);

describe('A move from one state to another', () => {
  it('is tested for every pair of states', () => {
    expect(golden).toHaveLength(64);
    expect(golden4_3).toHaveLength(64);
  });

  it.each(golden)('from $from to $to is allowed: $valid', ({ from, to, valid }) => {
    expect(isTransitionValid(from, to, V3_6_1.policies)).toBe(valid);
  });

  it.each(golden4_3)('from $from to $to is allowed in 4.3: $valid', ({ from, to, valid }) => {
    expect(isTransitionValid(from, to, V4_3.policies)).toBe(valid);
  });

  it('that is not allowed is refused with both names and the transactional.id', () => {
    const withId = 'TransactionalId tx1: Invalid transition attempted from state READY to state READY';
    expect(() => checkTransition('READY', 'READY', 'tx1', V3_6_1.policies)).toThrow(withId);
    const without = 'Invalid transition attempted from state READY to state READY';
    expect(() => checkTransition('READY', 'READY', null, V3_6_1.policies)).toThrow(new IllegalStateException(without));
  });
});
