/** Covers src/broker/coordinators/transactions: partition-verifier.ts and verification-channels.ts. */
import { describe, expect, it } from 'vitest';
import type { InterBrokerRequest } from '../../../../src/broker/index.ts';
import type { ErrorName } from '../../../../src/protocol/errors/errors.ts';
import { batchOf, type Pump } from '../../pump.ts';
import { PAYMENTS, TransactionalProducer, visible, withCoordinators } from './transactional-producer.ts';

const NOT_ADDED = 'Partition was not added to the transaction';

function initialized(config: Record<string, string | boolean> = {}): { pump: Pump; producer: TransactionalProducer } {
  const pump = withCoordinators(config);
  const producer = new TransactionalProducer(pump);
  producer.init();
  return { pump, producer };
}

/** Answers the latest request between brokers in place of the coordinator. */
function answerLate(pump: Pump, error: ErrorName): void {
  const sent = pump.requests.at(-1) as InterBrokerRequest;
  if (sent.request.api !== 'AddPartitionsToTxn') throw new Error(`The latest request is ${sent.request.api}`);
  const partitions = sent.request.partitions.map((partition) => ({ ...partition, error }));
  const response = { api: 'AddPartitionsToTxn', throttleTimeMs: 0, partitions } as const;
  pump.do((cluster, nowMs) => cluster.interBrokerRequestDone(sent, response, nowMs));
}

describe('The first batch of a transaction in a partition', () => {
  it('is appended once the coordinator confirms that the partition is in the transaction; later ones need no confirmation', () => {
    const { pump, producer } = initialized();
    producer.add();
    expect(producer.produce(['a']).error).toBe('NONE');
    expect(producer.produce(['b']).error).toBe('NONE');
    expect(pump.countOf('AddPartitionsToTxn')).toBe(1);
    producer.end(true);
    producer.add();
    producer.produce(['c']);
    expect(pump.countOf('AddPartitionsToTxn')).toBe(2);
  });

  it('is refused if the partition is not in the transaction', () => {
    const { pump, producer } = initialized();
    expect(producer.produce(['a'])).toMatchObject({
      error: 'INVALID_TXN_STATE',
      errorMessage: NOT_ADDED,
      baseOffset: -1,
    });
    producer.add([{ topic: 'payments', partition: 1 }]);
    expect(producer.produce(['a'])).toMatchObject({ error: 'INVALID_TXN_STATE', errorMessage: NOT_ADDED });
    expect(pump.numbers(1, 'payments')).toEqual([0, 0]);
  });

  it('is refused with INVALID_PRODUCER_EPOCH if its producer is fenced', () => {
    const { pump, producer } = initialized();
    producer.add();
    new TransactionalProducer(pump).init();
    expect(producer.produce(['a']).error).toBe('INVALID_PRODUCER_EPOCH');
  });

  it('is refused with INVALID_PRODUCER_ID_MAPPING if the producer id is not its own', () => {
    const { producer } = initialized();
    producer.producerId = 77;
    expect(producer.produce(['a']).error).toBe('INVALID_PRODUCER_ID_MAPPING');
  });

  it('is answered with NOT_ENOUGH_REPLICAS while the coordinator cannot decide', () => {
    const { pump, producer } = initialized();
    producer.add();
    producer.produce(['a']);
    pump.postponed.add('WriteTxnMarkers');
    producer.end(true);
    // For another partition of the transaction that the coordinator is ending.
    const answer = producer.produce(['late'], { topic: 'payments', partition: 1 });
    expect(answer.error).toBe('NOT_ENOUGH_REPLICAS');
    expect(answer.errorMessage).toBe(
      'Unable to verify the partition has been added to the transaction. Underlying error: CONCURRENT_TRANSACTIONS',
    );
  });

  it('is answered with NETWORK_EXCEPTION if the coordinator cannot be reached', () => {
    const pump = withCoordinators();
    const leader = pump.partition('payments').leader;
    const producer = ['a', 'b', 'c', 'd']
      .map((id) => new TransactionalProducer(pump, id))
      .find((candidate) => candidate.coordinator() !== leader) as TransactionalProducer;
    producer.init();
    producer.add();
    pump.do((cluster, nowMs) => cluster.crash(producer.coordinator(), nowMs));
    expect(producer.produce(['x']).error).toBe('NETWORK_EXCEPTION');
  });

  it('is answered with NOT_ENOUGH_REPLICAS if __transaction_state does not exist', () => {
    const { pump, producer } = initialized();
    const { controllerId } = pump.cluster.snapshot();
    const topics = ['__transaction_state'];
    pump.ask<'DeleteTopics'>({ api: 'DeleteTopics', topics, timeoutMs: 1_000 }, controllerId);
    expect(producer.produce(['a'])).toMatchObject({
      error: 'NOT_ENOUGH_REPLICAS',
      errorMessage:
        'Unable to verify the partition has been added to the transaction. Underlying error: COORDINATOR_NOT_AVAILABLE',
    });
  });

  it('is answered with NETWORK_EXCEPTION if the response of the coordinator is lost', () => {
    const { pump, producer } = initialized();
    producer.add();
    pump.lostResponses.add('AddPartitionsToTxn');
    const token = producer.send(['a']);
    pump.advance(29_999);
    expect(pump.produced(token)).toBeUndefined();
    pump.advance(1);
    expect(pump.produced(token)?.error).toBe('NETWORK_EXCEPTION');
    expect(pump.abandoned).toBe(1);
  });

  it('is superseded by a retry of its producer while another verification is in flight', () => {
    const { pump, producer } = initialized();
    producer.add();
    pump.postponed.add('AddPartitionsToTxn');
    producer.send(['a']);
    const second = producer.send(['b']);
    const third = producer.send(['c']);
    expect(pump.produced(second)?.error).toBe('NETWORK_EXCEPTION');
    expect(pump.produced(third)).toBeUndefined();
    // A newer epoch supersedes an older one, but not the other way round.
    producer.producerEpoch = 1;
    const newer = producer.send(['d']);
    expect(pump.produced(third)?.error).toBe('INVALID_PRODUCER_EPOCH');
    producer.producerEpoch = 0;
    expect(pump.produced(producer.send(['e']))?.error).toBe('INVALID_PRODUCER_EPOCH');
    expect(pump.produced(newer)).toBeUndefined();
    pump.deliverPostponed('AddPartitionsToTxn');
    expect(pump.produced(newer)?.error).toBe('INVALID_PRODUCER_EPOCH');
  });

  it('is refused if the transaction has ended between the confirmation and the append', () => {
    const { pump, producer } = initialized();
    producer.add();
    pump.lostResponses.add('AddPartitionsToTxn');
    const late = producer.send(['late']);
    pump.requests.splice(0, pump.requests.length - 1);
    const verification = pump.requests[0] as InterBrokerRequest;
    producer.end(false);
    pump.requests.push(verification);
    answerLate(pump, 'NONE');
    expect(pump.produced(late)?.error).toBe('INVALID_TXN_STATE');
    expect(visible(pump, 'read_uncommitted')).toEqual([]);
  });

  it('must not be overtaken by a later batch while it is not verified', () => {
    const { producer } = initialized();
    expect(producer.produce(['first']).error).toBe('INVALID_TXN_STATE');
    producer.add();
    expect(producer.produce(['second']).error).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
  });

  it('is not verified when transaction.partition.verification.enable is off', () => {
    const { pump, producer } = initialized({ 'transaction.partition.verification.enable': false });
    expect(producer.produce(['a']).error).toBe('NONE');
    expect(pump.countOf('AddPartitionsToTxn')).toBe(0);
  });

  it('is lost without an answer if its leader crashes', () => {
    const { pump, producer } = initialized();
    producer.add();
    pump.postponed.add('AddPartitionsToTxn');
    const token = producer.send(['a']);
    const leader = pump.partition('payments').leader;
    pump.do((cluster, nowMs) => cluster.crash(leader, nowMs));
    pump.do((cluster, nowMs) => cluster.restart(leader, nowMs));
    answerLate(pump, 'NONE');
    pump.advance(60_000);
    expect(pump.answers.has(token)).toBe(false);
    expect(visible(pump, 'read_uncommitted')).toEqual([]);
  });

  it('does not hold back later ones if its leader has restarted before it was verified', () => {
    const { pump, producer } = initialized();
    producer.add();
    const { leader } = pump.partition('payments');
    // The state of an empty log is forgotten in any case.
    pump.produce(batchOf(['plain']), { topic: 'payments', broker: leader });
    pump.postponed.add('AddPartitionsToTxn');
    producer.send(['lost']);
    pump.do((cluster, nowMs) => cluster.crash(leader, nowMs));
    pump.postponed.clear();
    pump.advance(9_000);
    pump.do((cluster, nowMs) => cluster.restart(leader, nowMs));
    // Until then other brokers wait for responses of the crashed one.
    pump.advance(30_000);
    pump.do((cluster, nowMs) => cluster.setLeader('payments', 0, leader, nowMs));
    const token = producer.send(['b']);
    pump.advance(1_000);
    expect(pump.produced(token)?.error).toBe('NONE');
  });
});

describe('A producer in the middle of a transaction', () => {
  it('must not write outside of it', () => {
    const { pump, producer } = initialized();
    producer.add();
    producer.produce(['a']);
    const batch = batchOf(['b'], { id: producer.producerId, sequence: 1 });
    const broker = pump.partition('payments').leader;
    const token = pump.produce(batch, { topic: 'payments', broker });
    expect(pump.produced(token)?.error).toBe('INVALID_TXN_STATE');
  });

  it('must send its transactional id', () => {
    const { pump, producer } = initialized();
    producer.add();
    const batch = batchOf(['b'], { id: producer.producerId, sequence: 0 }, { isTransactional: true });
    const token = pump.produce(batch, { ...PAYMENTS, broker: pump.partition('payments').leader });
    expect(pump.produced(token)?.error).toBe('TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
  });

  it('is refused invalid acks before the coordinator is asked', () => {
    const { pump, producer } = initialized();
    producer.add();
    expect(pump.produced(producer.send(['a'], PAYMENTS, 2 as 1))?.error).toBe('INVALID_REQUIRED_ACKS');
    expect(pump.countOf('AddPartitionsToTxn')).toBe(0);
  });
});
