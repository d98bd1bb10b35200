/** Covers src/broker/coordinators/transactions: transaction-metadata.ts and transaction-state.ts. */
import { describe, expect, it } from 'vitest';
import { TransactionMetadata } from '../../../../src/broker/coordinators/transactions/transaction-metadata.ts';
import {
  type TransactionState,
  VALID_PREVIOUS_STATES,
} from '../../../../src/broker/coordinators/transactions/transaction-state.ts';

const STATES = Object.keys(VALID_PREVIOUS_STATES) as TransactionState[];

function inState(state: TransactionState, producerEpoch = 0): TransactionMetadata {
  const metadata = new TransactionMetadata('tx', { producerId: 1, producerEpoch }, 60_000, 0);
  metadata.state = state;
  return metadata;
}

/** Each transition, and the states from which 3.6.1 allows it. */
const TRANSITIONS: readonly [string, (metadata: TransactionMetadata) => unknown, readonly TransactionState[]][] = [
  ['prepareFence', (metadata) => metadata.prepareFence(), ['Ongoing']],
  ['prepareNextEpoch', (m) => m.prepareNextEpoch(1, undefined, 0), ['Empty', 'CompleteCommit', 'CompleteAbort']],
  [
    'prepareNextProducerId',
    (m) => m.prepareNextProducerId(2, 1, true, 0),
    ['Empty', 'CompleteCommit', 'CompleteAbort'],
  ],
  [
    'prepareAddPartitions',
    (m) => m.prepareAddPartitions([], 0, 0),
    ['Empty', 'Ongoing', 'CompleteCommit', 'CompleteAbort'],
  ],
  ['prepareEnd (commit)', (metadata) => metadata.prepareEnd(true, 0), ['Ongoing']],
  ['prepareEnd (abort)', (metadata) => metadata.prepareEnd(false, 0), ['Ongoing', 'PrepareEpochFence']],
  ['prepareEndOfEpoch (commit)', (metadata) => metadata.prepareEndOfEpoch(true, -1, false, 0), ['Ongoing']],
  [
    'prepareEndOfEpoch (abort)',
    (metadata) => metadata.prepareEndOfEpoch(false, -1, false, 0),
    ['Empty', 'Ongoing', 'CompleteCommit', 'CompleteAbort', 'PrepareEpochFence'],
  ],
  ['prepareComplete', (metadata) => metadata.prepareComplete(0), ['PrepareCommit', 'PrepareAbort']],
];

describe('The transitions of a transaction', () => {
  for (const [name, move, allowed] of TRANSITIONS) {
    it(`${name} is allowed from ${allowed.join(', ')} only; otherwise the error names both states`, () => {
      for (const state of STATES) {
        if (allowed.includes(state)) expect(() => move(inState(state))).not.toThrow();
        else
          expect(() => move(inState(state))).toThrow(new RegExp(`transition to \\w+ failed.* current state ${state}$`));
      }
    });
  }

  it('cannot begin while another one is pending', () => {
    const metadata = inState('Ongoing');
    metadata.prepareEnd(true, 0);
    expect(() => metadata.prepareFence()).toThrow(
      'Preparing transaction state transition to PrepareEpochFence while it already a pending state PrepareCommit',
    );
  });

  it('are completed only as they were prepared', () => {
    const metadata = inState('Ongoing');
    const transit = metadata.prepareEnd(true, 0);
    expect(() => metadata.complete({ ...transit, state: 'PrepareAbort' })).toThrow(
      'TransactionalId tx failed transition from Ongoing to PrepareAbort: its pending state is PrepareCommit',
    );
    metadata.complete(transit);
    expect(() => metadata.complete(transit)).toThrow('its pending state is none');
  });

  it('reserve the last epoch for fencing', () => {
    expect(inState('Ongoing', 32_766).prepareFence().producerEpoch).toBe(32_767);
    expect(() => inState('Ongoing', 32_767).prepareFence()).toThrow(
      'Cannot fence producer with epoch equal to Short.MaxValue since this would overflow',
    );
    expect(inState('Empty', 32_766).prepareNextEpoch(1, undefined, 0)).toBe('UNKNOWN_SERVER_ERROR');
  });
});
