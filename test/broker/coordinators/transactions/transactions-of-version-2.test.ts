/**
 * Covers src/broker/coordinators/transactions: end-decisions.ts, transaction-rules.ts and verification-rules.ts, which are KIP-890 as brokers of 4.3.1
 * implement it, and as 3.9.0 does the first part.
 */
import { describe, expect, it } from 'vitest';
import { END_DECISIONS } from '../../../../src/broker/coordinators/transactions/end-decisions.ts';
import { TransactionMetadata } from '../../../../src/broker/coordinators/transactions/transaction-metadata.ts';
import type { InterBrokerRequest } from '../../../../src/broker/index.ts';
import { BROKER_VERSIONS, type BrokerVersionName } from '../../../../src/broker/versions/index.ts';
import type { WriteTxnMarkersRequest } from '../../../../src/protocol/messages.ts';
import type { Pump } from '../../pump.ts';
import { otherThan, PAYMENTS, TransactionalProducer, visible, withCoordinators } from './transactional-producer.ts';

const SECOND = { topic: 'payments', partition: 1 };
const MAX_EPOCH_OF_CLIENTS = 32_766;

function clusterOf(version: BrokerVersionName, config: Record<string, string | number | boolean> = {}): Pump {
  return withCoordinators(config, undefined, BROKER_VERSIONS[version]);
}

/** A client that leaves it to brokers to add partitions. */
function newClient(pump: Pump, transactionalId = 'tx', timeoutMs = 60_000): TransactionalProducer {
  const producer = new TransactionalProducer(pump, transactionalId, timeoutMs);
  producer.apiVersion = 5;
  producer.produceVersion = 12;
  producer.init();
  return producer;
}

/** A client of 3.9 (`abortable`), or of 3.6. */
function oldClient(pump: Pump, knowsAbortable: boolean): TransactionalProducer {
  const producer = new TransactionalProducer(pump);
  producer.apiVersion = knowsAbortable ? 4 : 3;
  producer.produceVersion = knowsAbortable ? 11 : 9;
  producer.init();
  return producer;
}

function described({ pump, transactionalId }: TransactionalProducer, broker: number) {
  const request = { api: 'DescribeTransactions', transactionalIds: [transactionalId] } as const;
  const [transaction] = pump.ask<'DescribeTransactions'>(request, broker).transactions;
  return transaction;
}

function stateOf(producer: TransactionalProducer): { state: string; epoch: number } {
  const transaction = described(producer, producer.coordinator());
  return { state: transaction?.state ?? '', epoch: transaction?.producerEpoch ?? -1 };
}

describe('A client that leaves it to the leader to add partitions (Produce 12)', () => {
  it('produces without AddPartitionsToTxn, which the leader sends before the first batch in a partition', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    expect(producer.produce(['a']).error).toBe('NONE');
    expect(producer.produce(['b']).error).toBe('NONE');
    expect(producer.produce(['c'], SECOND).error).toBe('NONE');
    const added = pump.requests.filter(({ request }) => request.api === 'AddPartitionsToTxn');
    expect(added.map(({ request, apiVersion }) => [request, apiVersion])).toMatchObject([
      [{ verifyOnly: false, partitions: [PAYMENTS], producerEpoch: 0 }, 5],
      [{ verifyOnly: false, partitions: [SECOND], producerEpoch: 0 }, 5],
    ]);
    expect(described(producer, producer.coordinator())?.partitions).toEqual([PAYMENTS, SECOND]);
    expect(producer.end(true)).toBe('NONE');
    expect([visible(pump), visible(pump, 'read_committed', 1)]).toEqual([['a', 'b'], ['c']]);
  });

  it('also if transaction.partition.verification.enable is false', () => {
    const pump = clusterOf('4.3', { 'transaction.partition.verification.enable': false });
    const producer = newClient(pump);
    expect(producer.produce(['a']).error).toBe('NONE');
    expect(stateOf(producer).state).toBe('Ongoing');
  });

  it('commits offsets without AddOffsetsToTxn (TxnOffsetCommit 5)', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    expect(producer.commitOffset('group', 5)).toBe('NONE');
    expect(stateOf(producer).state).toBe('Ongoing');
    expect(pump.cluster.committedOffsets('group')).toEqual([]);
    expect(producer.end(true)).toBe('NONE');
    expect(pump.cluster.committedOffsets('group').map(({ offset }) => offset)).toEqual([5]);
    expect(producer.commitOffset('group', 9)).toBe('NONE');
    producer.end(false);
    expect(pump.cluster.committedOffsets('group').map(({ offset }) => offset)).toEqual([5]);
  });

  it('is told COORDINATOR_LOAD_IN_PROGRESS for offsets if the transaction coordinator does not answer', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    pump.lostResponses.add('AddPartitionsToTxn');
    const request = {
      api: 'TxnOffsetCommit',
      ...producer.own(),
      groupId: 'group',
      generationId: -1,
      memberId: '',
      groupInstanceId: null,
      partitions: [{ ...PAYMENTS, committedOffset: 5, committedLeaderEpoch: -1, committedMetadata: null }],
    } as const;
    const token = pump.send(request, producer.groupCoordinator('group'), true, 'test', 5);
    pump.advance(30_000);
    expect(pump.answers.get(token)).toMatchObject({ partitions: [{ error: 'COORDINATOR_LOAD_IN_PROGRESS' }] });
  });

  it('waits at the leader while the transaction before is ending, up to 100 ms', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    producer.produce(['a']);
    pump.postponed.add('WriteTxnMarkers');
    producer.end(true);
    const soon = producer.send(['b'], SECOND);
    pump.advance(59);
    expect(pump.countOf('AddPartitionsToTxn')).toBe(4);
    expect(pump.produced(soon)).toBeUndefined();
    pump.deliverPostponed('WriteTxnMarkers');
    pump.advance(1);
    expect(pump.produced(soon)?.error).toBe('NONE');
    pump.postponed.add('WriteTxnMarkers');
    producer.end(true);
    const late = producer.send(['c']);
    pump.advance(99);
    expect(pump.produced(late)).toBeUndefined();
    pump.advance(1);
    expect(pump.produced(late)).toMatchObject({ error: 'CONCURRENT_TRANSACTIONS', errorMessage: null });
  });

  it('keeps what has been added when the marker of the transaction before arrives afterwards', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    producer.produce(['a']);
    pump.postponed.add('WriteTxnMarkers');
    producer.end(true);
    const next = producer.send(['b']);
    pump.advance(10);
    pump.deliverPostponed('WriteTxnMarkers');
    pump.advance(10);
    expect(pump.produced(next)?.error).toBe('NONE');
    producer.end(true);
    expect(visible(pump)).toEqual(['a', 'b']);
  });

  it('is fenced with INVALID_PRODUCER_EPOCH, without a request to the coordinator if the log knows', () => {
    const pump = clusterOf('4.3');
    const [producer, late] = [newClient(pump), newClient(pump, 'other')];
    producer.produce(['a']);
    producer.end(false);
    Object.assign(late, { transactionalId: 'tx', producerId: producer.producerId, producerEpoch: 0 });
    const asked = pump.countOf('AddPartitionsToTxn');
    expect(late.produce(['late'])).toMatchObject({ error: 'INVALID_PRODUCER_EPOCH', errorMessage: null });
    expect(pump.countOf('AddPartitionsToTxn')).toBe(asked);
    // In a partition that knows nothing of the producer the coordinator finds it.
    expect(late.produce(['late'], SECOND)).toMatchObject({ error: 'INVALID_PRODUCER_EPOCH', errorMessage: null });
  });
});

describe('EndTxn 5', () => {
  it('answers with the epoch of the next transaction, which is that of the markers', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    for (const epoch of [1, 2, 3]) {
      producer.produce([`value ${epoch}`]);
      const producerId = 0;
      expect(producer.endWithAnswer(epoch !== 2)).toMatchObject({ error: 'NONE', producerId, producerEpoch: epoch });
    }
    expect(visible(pump)).toEqual(['value 1', 'value 3']);
    const markers = pump.requests.filter(({ request }) => request.api === 'WriteTxnMarkers');
    expect(markers.map(({ request, apiVersion }) => [request, apiVersion])).toMatchObject(
      [1, 2, 3].map((producerEpoch) => [{ markers: [{ producerEpoch, transactionVersion: 2 }] }, 2]),
    );
  });

  // The table in a comment of TransactionCoordinator (4.3.1), and the states in which a transaction is open or ending.
  const ITS = 'INVALID_TXN_STATE';
  const NEXT = 'the next epoch';
  const SAME = 'the same epoch';
  it.each([
    ['Empty', 'abort', 'current', NEXT],
    ['Empty', 'commit', 'current', ITS],
    ['Empty', 'abort', 'retry', 'PRODUCER_FENCED'],
    ['Empty', 'commit', 'retry', 'PRODUCER_FENCED'],
    ['Ongoing', 'abort', 'current', NEXT],
    ['Ongoing', 'commit', 'current', NEXT],
    ['Ongoing', 'abort', 'retry', 'PRODUCER_FENCED'],
    ['Ongoing', 'commit', 'retry', 'PRODUCER_FENCED'],
    // The next transition is always pending there, whose check is the first.
    ['PrepareCommit', 'abort', 'current', 'CONCURRENT_TRANSACTIONS'],
    ['PrepareCommit', 'commit', 'current', 'CONCURRENT_TRANSACTIONS'],
    ['PrepareCommit', 'abort', 'retry', 'CONCURRENT_TRANSACTIONS'],
    ['PrepareCommit', 'commit', 'retry', 'CONCURRENT_TRANSACTIONS'],
    ['PrepareAbort', 'abort', 'retry', 'CONCURRENT_TRANSACTIONS'],
    ['PrepareAbort', 'commit', 'retry', 'CONCURRENT_TRANSACTIONS'],
    ['CompleteCommit', 'abort', 'current', NEXT],
    ['CompleteCommit', 'commit', 'current', ITS],
    ['CompleteCommit', 'abort', 'retry', ITS],
    ['CompleteCommit', 'commit', 'retry', SAME],
    ['CompleteAbort', 'abort', 'current', NEXT],
    ['CompleteAbort', 'commit', 'current', ITS],
    ['CompleteAbort', 'abort', 'retry', SAME],
    ['CompleteAbort', 'commit', 'retry', ITS],
  ] as const)('in state %s: %s with the epoch of a %s request is answered with %s', (state, end, epoch, expected) => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    // The epoch before is one that the producer had.
    producer.bump();
    if (state !== 'Empty') producer.produce(['a']);
    if (state.startsWith('Prepare')) pump.postponed.add('WriteTxnMarkers');
    if (state.endsWith('Commit')) producer.end(true);
    if (state.endsWith('Abort')) producer.end(false);
    const before = stateOf(producer);
    expect(before).toEqual({ state, epoch: producer.producerEpoch });
    if (epoch === 'retry') producer.producerEpoch--;
    const answer = producer.endWithAnswer(end === 'commit');
    const producerEpoch = expected === NEXT ? before.epoch + 1 : before.epoch;
    if (expected === NEXT || expected === SAME) expect(answer).toMatchObject({ error: 'NONE', producerEpoch });
    else expect(answer).toEqual({ api: 'EndTxn', throttleTimeMs: 0, error: expected });
    expect(stateOf(producer).epoch).toBe(producerEpoch);
  });

  it.each([
    ['PrepareCommit', true, 'CONCURRENT_TRANSACTIONS'],
    ['PrepareCommit', false, ITS],
    ['PrepareAbort', true, ITS],
    ['PrepareAbort', false, 'CONCURRENT_TRANSACTIONS'],
  ] as const)(
    'in state %s without a pending transition: committed=%s, repeated, is answered with %s',
    (state, committed, error) => {
      const metadata = new TransactionMetadata('tx', { producerId: 1, producerEpoch: 5 }, 1_000, 0);
      metadata.state = state;
      const decide = (producerEpoch: number): string =>
        END_DECISIONS[2](metadata, { producerId: 1, producerEpoch, committed }, 'client');
      expect([decide(4), decide(5), decide(3)]).toEqual([error, 'PRODUCER_FENCED', 'PRODUCER_FENCED']);
    },
  );

  it('is repeated after a lost answer, also at the next coordinator', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    producer.produce(['a']);
    const request = { api: 'EndTxn', ...producer.own(), committed: true } as const;
    const first = producer.coordinator();
    pump.send(request, first, true, 'test', 5);
    pump.do((cluster, nowMs) => cluster.shutdown(first, nowMs));
    pump.advance(1);
    expect(producer.endWithAnswer(true)).toMatchObject({ error: 'NONE', producerId: 0, producerEpoch: 1 });
    expect(visible(pump)).toEqual(['a']);
  });

  it('gives a producer whose epochs are used up a new id, with epoch 0', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    const coordinator = producer.coordinator();
    while (producer.producerEpoch < MAX_EPOCH_OF_CLIENTS) producer.init(producer.own(), coordinator);
    const { producerId } = producer;
    producer.produce(['a']);
    pump.postponed.add('WriteTxnMarkers');
    const ended = { api: 'EndTxn', ...producer.own(), committed: true } as const;
    const answer = pump.ask<'EndTxn'>(ended, coordinator, 5);
    expect(answer).toMatchObject({ error: 'NONE', producerEpoch: 0 });
    expect(answer.producerId).not.toBe(producerId);
    // The markers have the largest epoch, and the old id.
    expect(stateOf(producer)).toEqual({ state: 'PrepareCommit', epoch: 32_767 });
    // The coordinator's successor knows the new id.
    pump.do((cluster, nowMs) => cluster.shutdown(coordinator, nowMs));
    pump.postponed.clear();
    pump.advance(1);
    expect(visible(pump)).toEqual(['a']);
    expect(stateOf(producer)).toEqual({ state: 'CompleteCommit', epoch: 0 });
    // The answer was lost: the request is repeated with the old id, or the producer asks for an epoch with it.
    const { producerId: next } = answer;
    const repeated = pump.ask<'EndTxn'>(ended, producer.coordinator(), 5);
    expect(repeated).toMatchObject({ error: 'NONE', producerId: next, producerEpoch: 0 });
    expect(producer.endWithAnswer(true)).toMatchObject({ error: 'NONE', producerId: next, producerEpoch: 0 });
    expect(producer.produce(['b']).error).toBe('NONE');
    producer.end(true);
    expect(visible(pump)).toEqual(['a', 'b']);
  });
});

describe('InitProducerId of brokers of 4.3', () => {
  it('returns the present epoch to a producer that has lost the answer to EndTxn', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    producer.produce(['a']);
    pump.ask<'EndTxn'>({ api: 'EndTxn', ...producer.own(), committed: true }, producer.coordinator(), 5);
    expect(producer.bump()).toMatchObject({ error: 'NONE', producerEpoch: 1 });
  });

  it('aborts an open transaction with the next epoch, and assigns the one after it', () => {
    const pump = clusterOf('4.3');
    const old = newClient(pump);
    old.produce(['a']);
    const other = new TransactionalProducer(pump);
    other.apiVersion = 5;
    expect(other.init().error).toBe('CONCURRENT_TRANSACTIONS');
    expect(stateOf(old)).toEqual({ state: 'CompleteAbort', epoch: 1 });
    expect(other.init()).toMatchObject({ error: 'NONE', producerEpoch: 2 });
    expect(visible(pump)).toEqual([]);
    expect(old.end(true)).toBe('PRODUCER_FENCED');
    expect(old.produce(['b']).error).toBe('INVALID_PRODUCER_EPOCH');
  });
});

describe('A transaction that times out at brokers of 4.3', () => {
  function timedOut(): TransactionalProducer {
    const pump = clusterOf('4.3');
    const producer = newClient(pump, 'tx', 1_000);
    producer.produce(['a']);
    pump.advance(20_000);
    expect(stateOf(producer)).toEqual({ state: 'CompleteAbort', epoch: 1 });
    return producer;
  }

  it('cannot be committed, and its next batch is fenced', () => {
    const producer = timedOut();
    expect(producer.produce(['b']).error).toBe('INVALID_PRODUCER_EPOCH');
    expect(producer.end(true)).toBe('INVALID_TXN_STATE');
  });

  it('has been aborted for its producer, which goes on with the next epoch', () => {
    const producer = timedOut();
    expect(producer.endWithAnswer(false)).toMatchObject({ error: 'NONE', producerEpoch: 1 });
    expect(producer.produce(['b']).error).toBe('NONE');
    expect(producer.end(true)).toBe('NONE');
    expect(visible(producer.pump)).toEqual(['b']);
  });
});

describe('What arrives late at brokers of 4.3', () => {
  it('is no part of the next transaction: a batch has an old epoch', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    producer.produce(['a']);
    const late = { ...producer.own() };
    producer.end(false);
    producer.produce(['b']);
    const sender = newClient(pump, 'other');
    Object.assign(sender, late);
    expect(sender.produce(['late']).error).toBe('INVALID_PRODUCER_EPOCH');
    producer.end(true);
    expect(visible(pump)).toEqual(['b']);
  });

  it('does not end the next transaction: a marker has its epoch, and the latest marker may be repeated', () => {
    const pump = clusterOf('4.3');
    const producer = newClient(pump);
    producer.produce(['a']);
    producer.end(false);
    const leader = pump.partition('payments').leader;
    const sent = pump.requests.find(({ request }) => request.api === 'WriteTxnMarkers') as InterBrokerRequest;
    const { markers } = sent.request as WriteTxnMarkersRequest;
    const write = (): string =>
      pump.ask<'WriteTxnMarkers'>({ api: 'WriteTxnMarkers', markers }, leader, 2).markers[0]?.partitions[0]?.error ??
      '';
    expect(write()).toBe('NONE');
    producer.produce(['b']);
    expect(write()).toBe('INVALID_PRODUCER_EPOCH');
    producer.end(true);
    expect(visible(pump)).toEqual(['b']);
    expect(write()).toBe('INVALID_PRODUCER_EPOCH');
  });
});

describe('Clients that add partitions themselves, at later brokers', () => {
  it.each([
    ['3.6.1', true, 'INVALID_TXN_STATE'],
    ['3.9', false, 'INVALID_TXN_STATE'],
    ['3.9', true, 'TRANSACTION_ABORTABLE'],
    ['4.3', false, 'INVALID_TXN_STATE'],
    ['4.3', true, 'TRANSACTION_ABORTABLE'],
  ] as const)(
    'brokers of %s, the client knows TRANSACTION_ABORTABLE: %s; for a partition that it has not added it gets %s',
    (version, knows, error) => {
      const pump = clusterOf(version);
      const producer = oldClient(pump, knows);
      expect(producer.produce(['a']).error).toBe(error);
      producer.add([SECOND]);
      expect(producer.produce(['a']).error).toBe(error);
      // Group coordinators verify since 3.7.
      expect(producer.commitOffset('group', 5)).toBe(version === '3.6.1' ? 'NONE' : error);
      expect(producer.addOffsets('group')).toBe('NONE');
      expect(producer.commitOffset('group', 5)).toBe('NONE');
      expect(producer.end(true)).toBe('NONE');
      expect(pump.cluster.committedOffsets('group').map(({ offset }) => offset)).toEqual([5]);
    },
  );

  it.each(['3.6.1', '3.9', '4.3'] as const)('keep their epoch over transactions with brokers of %s', (version) => {
    const pump = clusterOf(version);
    const producer = oldClient(pump, true);
    for (const value of ['a', 'b']) {
      expect(producer.add()).toBe('NONE');
      expect(producer.produce([value]).error).toBe('NONE');
      expect(producer.endWithAnswer(true)).toEqual({ api: 'EndTxn', throttleTimeMs: 0, error: 'NONE' });
    }
    expect(stateOf(producer)).toEqual({ state: 'CompleteCommit', epoch: 0 });
    expect(visible(pump)).toEqual(['a', 'b']);
    // Without a transaction there is nothing to abort, and the end of one may be repeated.
    expect(producer.end(true)).toBe('NONE');
    expect(producer.end(false)).toBe('INVALID_TXN_STATE');
  });

  it('get NOT_ENOUGH_REPLICAS since 3.7 if the coordinator cannot be reached', () => {
    for (const [version, error] of [
      ['3.6.1', 'NETWORK_EXCEPTION'],
      ['3.9', 'NOT_ENOUGH_REPLICAS'],
      ['4.3', 'NOT_ENOUGH_REPLICAS'],
    ] as const) {
      const pump = clusterOf(version);
      const producer = oldClient(pump, true);
      producer.add();
      pump.lostResponses.add('AddPartitionsToTxn');
      const token = producer.send(['a']);
      pump.advance(30_000);
      expect(pump.produced(token)?.error).toBe(error);
    }
  });

  it('may be upgraded between two transactions', () => {
    const pump = clusterOf('4.3');
    const producer = oldClient(pump, false);
    producer.add();
    producer.produce(['a']);
    producer.end(true);
    // As Java's client, it asks for an epoch first.
    Object.assign(producer, { apiVersion: 5, produceVersion: 12 });
    expect(producer.bump()).toMatchObject({ error: 'NONE', producerEpoch: 1 });
    producer.produce(['b']);
    expect(producer.endWithAnswer(true)).toMatchObject({ error: 'NONE', producerEpoch: 2 });
    expect(visible(pump)).toEqual(['a', 'b']);
  });
});

describe('AddPartitionsToTxn while a transition is in progress', () => {
  it('is answered with CONCURRENT_TRANSACTIONS by brokers of 4.3 before the producer id is looked at', () => {
    for (const [version, error] of [
      ['3.9', 'INVALID_PRODUCER_ID_MAPPING'],
      ['4.3', 'CONCURRENT_TRANSACTIONS'],
    ] as const) {
      const pump = clusterOf(version);
      const producer = oldClient(pump, false);
      producer.add();
      const coordinator = producer.coordinator();
      // The append of the next transition waits for its followers.
      for (const id of [otherThan(coordinator), otherThan(coordinator, otherThan(coordinator))]) pump.hold(id);
      pump.send({ api: 'EndTxn', ...producer.own(), committed: true }, coordinator, true, 'test', 3);
      producer.producerId = 77;
      expect(producer.add([PAYMENTS], coordinator)).toBe(error);
    }
  });
});
