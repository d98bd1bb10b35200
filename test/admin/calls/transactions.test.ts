/**
 * Covers: src/admin/calls/describe-producers.ts, src/admin/calls/describe-transactions.ts, src/admin/calls/list-transactions.ts,
 * src/admin/calls/abort-transaction.ts, src/admin/calls/fence-producers.ts, src/admin/driver/brokers.ts
 */
import {
  type AdminClient,
  type KafkaProducer,
  Simulation,
  type SimulationOptions,
  StringSerializer,
} from 'kafka-trial';
import {
  ConcurrentTransactionsException,
  InvalidProducerEpochException,
  NotLeaderOrFollowerException,
  ProducerFencedException,
  TimeoutException,
  TransactionalIdNotFoundException,
} from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
const FIRST = { topic: 'payments', partition: 0 };

interface Setting {
  readonly admin: AdminClient;
  readonly sim: Simulation;
  readonly producer: KafkaProducer<string, string>;
}

/** Runs `program` while the producer with the transactional id `billing` has an open transaction with one record in `payments-0`. */
async function withOpenTransaction(
  program: (setting: Setting) => Promise<void>,
  options: SimulationOptions = {},
): Promise<void> {
  const sim = new Simulation(options);
  sim.createTopic('payments', { partitions: 1, replicationFactor: 2 });
  const producer = sim.producer({ ...SERIALIZERS, 'transactional.id': 'billing' });
  await sim.run(async () => {
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic: 'payments', value: '12 EUR' });
    await program({ admin: sim.admin(), sim, producer });
  });
}

function replicasOf(sim: Simulation): readonly number[] {
  return sim.snapshot().topics.find(({ name }) => name === 'payments')!.partitions[0]!.replicas;
}

describe('describeProducers()', () => {
  it('returns the producers of a partition', () =>
    withOpenTransaction(async ({ admin, producer }) => {
      const result = admin.describeProducers([FIRST]);
      const expected = {
        producerId: 0,
        producerEpoch: 0,
        lastSequence: 0,
        lastTimestamp: expect.any(Number),
        coordinatorEpoch: null,
        currentTransactionStartOffset: 0,
      };
      expect((await result).get('payments-0')?.activeProducers).toEqual([expected]);
      expect((await result.partitionResult(FIRST)).activeProducers).toEqual([expected]);
      expect(() => result.partitionResult({ topic: 'orders', partition: 0 })).toThrow(
        'Topic partition orders-0 was not included in the request',
      );
      await producer.commitTransaction();
      expect((await admin.describeProducers([FIRST])).get('payments-0')?.activeProducers[0]).toMatchObject({
        coordinatorEpoch: 0,
        currentTransactionStartOffset: null,
      });
    }));

  it('asks the given broker, and fails if it has no replica', () =>
    withOpenTransaction(async ({ admin, sim }) => {
      const [, follower] = replicasOf(sim);
      const stranger = [1, 2, 3].find((id) => !replicasOf(sim).includes(id))!;
      expect((await admin.describeProducers([FIRST], { brokerId: follower! })).get('payments-0')).toBeDefined();
      await expect(admin.describeProducers([FIRST], { brokerId: stranger })).rejects.toThrow(
        new NotLeaderOrFollowerException(
          `Failed to describe active producers for partition payments-0 on brokerId ${stranger}`,
        ),
      );
    }));

  it('waits for a topic that does not exist', () =>
    withOpenTransaction(async ({ admin }) => {
      const result = admin.describeProducers([{ topic: 'orders', partition: 0 }], { timeoutMs: 300 });
      await expect(result).rejects.toThrow(TimeoutException);
    }));
});

describe('describeTransactions()', () => {
  it('returns what the coordinator knows', () =>
    withOpenTransaction(async ({ admin, producer, sim }) => {
      const result = admin.describeTransactions(['billing']);
      const description = (await result).get('billing')!;
      expect(description).toMatchObject({
        state: 'Ongoing',
        producerId: 0,
        producerEpoch: 0,
        topicPartitions: [FIRST],
      });
      expect(description.transactionStartTimeMs).toBeGreaterThan(0);
      expect(await result.description('billing')).toBe(description);
      expect(() => result.description('other')).toThrow('TransactionalId `other` was not included in the request');
      await producer.commitTransaction();
      await sim.sleep(100);
      expect((await admin.describeTransactions(['billing'])).get('billing')).toMatchObject({
        state: 'CompleteCommit',
        topicPartitions: [],
      });
    }));

  it('fails an id that does not exist', () =>
    withOpenTransaction(async ({ admin }) => {
      await expect(admin.describeTransactions(['billing', 'other'])).rejects.toThrow(
        new TransactionalIdNotFoundException(
          'DescribeTransactions request for transactionalId `other` failed because the ID could not be found',
        ),
      );
    }));

  it('finds the next coordinator when the first one has shut down', () =>
    withOpenTransaction(async ({ admin, sim }) => {
      const { coordinatorId } = (await admin.describeTransactions(['billing'])).get('billing')!;
      sim.faults.on('DescribeTransactions').once().neverAnswer();
      const result = admin.describeTransactions(['billing']);
      await sim.sleep(200);
      sim.shutdown(coordinatorId);
      const next = (await result).get('billing')!;
      expect(next.coordinatorId).not.toBe(coordinatorId);
      expect(next.state).toBe('Ongoing');
    }));
});

describe('listTransactions()', () => {
  it('asks all brokers', () =>
    withOpenTransaction(async ({ admin, sim }) => {
      const other = sim.producer({ ...SERIALIZERS, 'transactional.id': 'refunds' });
      await other.initTransactions();
      const result = admin.listTransactions();
      const names = (await result).map(({ transactionalId, state }) => `${transactionalId} ${state}`);
      expect(names.toSorted()).toEqual(['billing Ongoing', 'refunds Empty']);
      expect(new Set((await result.allByBrokerId()).keys())).toEqual(new Set([1, 2, 3]));
      expect((await result.byBrokerId()).size).toBe(3);
      expect((await result.all()).length).toBe(2);
    }));

  it('lists only the states and producers that are asked for', () =>
    withOpenTransaction(async ({ admin }) => {
      expect(await admin.listTransactions({ filteredStates: ['Ongoing'] })).toHaveLength(1);
      expect(await admin.listTransactions({ filteredStates: ['Empty'] })).toEqual([]);
      expect(await admin.listTransactions({ filteredProducerIds: [7] })).toEqual([]);
    }));

  it('fails with the error of a broker', () =>
    withOpenTransaction(async ({ admin, sim }) => {
      sim.faults.on('ListTransactions', { broker: 2 }).once().respond('COORDINATOR_NOT_AVAILABLE');
      const result = admin.listTransactions();
      await expect(result).rejects.toThrow(
        'ListTransactions request sent to broker 2 failed because the coordinator is shutting down',
      );
      const byBroker = await result.byBrokerId();
      expect(byBroker.get(2)?.isCompletedExceptionally()).toBe(true);
      await expect(byBroker.get(1)).resolves.toBeDefined();
    }));
});

describe('abortTransaction()', () => {
  it('writes the marker into one partition', () =>
    withOpenTransaction(async ({ admin, sim }) => {
      const producers = (await admin.describeProducers([FIRST])).get('payments-0')!.activeProducers;
      const { producerId, producerEpoch } = producers[0]!;
      const result = admin.abortTransaction({ topicPartition: FIRST, producerId, producerEpoch, coordinatorEpoch: 0 });
      await result;
      await result.all();
      expect(sim.topic('payments').values({ isolation: 'read_committed' })).toEqual([]);
      const after = (await admin.describeProducers([FIRST])).get('payments-0')!.activeProducers;
      expect(after[0]?.currentTransactionStartOffset).toBeNull();
    }));

  it('fails with an old epoch', () =>
    withOpenTransaction(async ({ admin, sim, producer }) => {
      await producer.commitTransaction();
      const next = sim.producer({ ...SERIALIZERS, 'transactional.id': 'billing' });
      await next.initTransactions();
      next.beginTransaction();
      await next.send({ topic: 'payments', value: '13 EUR' });
      const spec = { topicPartition: FIRST, producerId: 0, producerEpoch: 0, coordinatorEpoch: 0 };
      await expect(admin.abortTransaction(spec)).rejects.toThrow(
        new InvalidProducerEpochException(
          'WriteTxnMarkers request with AbortTransactionSpec(topicPartition=payments-0, producerId=0, producerEpoch=0, ' +
            'coordinatorEpoch=0) failed due an invalid producer epoch',
        ),
      );
    }));
});

describe('fenceProducers()', () => {
  /** 3.6.1 gives the coordinator one ms to replicate its record (KAFKA-16047). */
  const network = { latencyMs: 0 };

  it('fences the producers of a transactional id', () =>
    withOpenTransaction(
      async ({ admin, producer }) => {
        await producer.commitTransaction();
        const result = admin.fenceProducers(['billing']);
        await result;
        expect(await result.producerId('billing')).toBe(0);
        expect(await result.epochId('billing')).toBe(1);
        expect(await result.fencedProducers().get('billing')).toBeUndefined();
        expect(() => result.epochId('other')).toThrow('TransactionalId `other` was not included in the request');
        producer.beginTransaction();
        producer.send({ topic: 'payments', value: '13 EUR' });
        await expect(producer.commitTransaction()).rejects.toThrow(ProducerFencedException);
      },
      { network },
    ));

  it('fails while an open transaction is being aborted, as in 3.6.1 (KAFKA-16570)', () =>
    withOpenTransaction(
      async ({ admin, sim }) => {
        await expect(admin.fenceProducers(['billing'])).rejects.toThrow(ConcurrentTransactionsException);
        await sim.sleep(1_000);
        await admin.fenceProducers(['billing', 'other']).all();
      },
      { network },
    ));

  it('never succeeds if replication takes longer than one ms, as in 3.6.1 (KAFKA-16047)', () =>
    withOpenTransaction(async ({ admin, producer }) => {
      await producer.commitTransaction();
      await expect(admin.fenceProducers(['billing'], { timeoutMs: 5_000 })).rejects.toThrow(TimeoutException);
    }));
});
