/** Covers: src/simulation/checking/send-log.ts, src/simulation/checking/batch-rows.ts, src/simulation/checking/send-moments.ts, src/simulation/checking/recording-options.ts. What was sent, read at any time. */
import {
  type KafkaProducer,
  type ProducerConfigInput,
  Simulation,
  type SimulationOptions,
  StringSerializer,
} from 'kafka-trial';
import type { Guarantee, RunView, SentRecord } from 'kafka-trial/guarantees';
import { explain } from 'kafka-trial/report';
import { describe, expect, it } from 'vitest';
import type { ProducerBatch } from '../../../src/producer/accumulator/producer-batch.ts';
import type { OwnBatch } from '../../../src/simulation/checking/batch-rows.ts';

const text = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

/** A guarantee that is never broken. */
const nothing = (): Guarantee => ({ name: 'Nothing', check: () => undefined });

/** A guarantee that reads all sends after every event, so that every entry is made as early as possible. */
const readsAll = (): Guarantee => ({
  name: 'ReadsAll',
  check: (run: RunView) => {
    const lost = run.producers.flatMap(({ sends }) => sends).find((record) => !isInItsBatch(record));
    return lost === undefined ? undefined : `Record ${lost.number} is not in its batch.`;
  },
});

function isInItsBatch(record: SentRecord): boolean {
  return record.batch === null || record.batch.records[record.row] === record;
}

function open(guarantee: () => Guarantee, config: ProducerConfigInput = {}, options: SimulationOptions = {}) {
  const sim = new Simulation({ guarantees: [guarantee], brokers: 1, ...options });
  sim.createTopic('payments', { partitions: 2, replicationFactor: 1 });
  return { sim, producer: sim.producer({ ...text, 'linger.ms': 5, ...config }) };
}

function sendsOf(sim: Simulation): readonly SentRecord[] {
  return sim.trial.producers[0]!.sends;
}

/** Everything that a guarantee can read of a record. */
function shown({ batch, error, futureEnd, transaction, ...record }: SentRecord): unknown {
  const { number, topic, row, sentMs, appendedMs, appendedNumber, endedMs, callbacks, callbackNumber, offset } = record;
  const { isFromCallback, wasThrown, callbackThrew } = record;
  return [
    [
      number,
      topic,
      batch?.name,
      batch?.partition,
      batch?.topicId,
      batch?.hasUncertainTry,
      row,
      batch?.records[row]?.number,
    ],
    [sentMs, appendedMs, appendedNumber, endedMs, callbacks, callbackNumber, offset, `${error}`, `${futureEnd}`],
    [isFromCallback, wasThrown, callbackThrew, transaction?.number, transaction?.outcome],
  ];
}

describe('What was sent', () => {
  const programs: Readonly<Record<string, (producer: KafkaProducer, sim: Simulation) => Promise<unknown>>> = {
    'by a loop': async (producer) => {
      for (let i = 0; i < 50; i++)
        producer.send({ topic: 'payments', key: `${i}`, value: `${i}` }, i % 3 === 0 ? undefined : () => {});
      await producer.flush();
    },
    'before the topic is known, and after': async (producer, sim) => {
      for (let i = 0; i < 5; i++) producer.send({ topic: 'payments', value: `${i}` });
      await sim.sleep(500);
      for (let i = 0; i < 5; i++) producer.send({ topic: 'payments', value: `${i}` });
    },
    'and refused, and sent again by the callback': async (producer) => {
      await producer.partitionsFor('payments');
      const again = (): void => void producer.send({ topic: 'payments', value: 'again' }, () => {});
      for (let i = 0; i < 20; i++) {
        const value = i % 7 === 3 ? 'x'.repeat(3_000) : 'short';
        producer.send({ topic: 'payments', partition: 0, value }, i % 2 === 0 ? again : () => {});
      }
      await producer.flush();
      expect(() => producer.send({ topic: 'payments', partition: -1, value: 'no partition' })).toThrow();
    },
    'in a batch that is split': async (producer, { faults }) => {
      await producer.partitionsFor('payments');
      faults.on('Produce').nth(1).respond('MESSAGE_TOO_LARGE');
      for (let i = 0; i < 20; i++) producer.send({ topic: 'payments', partition: 0, value: 'x'.repeat(i) }, () => {});
      await producer.flush();
    },
    'with callbacks that throw, and that stop the I/O thread': async (producer, { faults }) => {
      await producer.partitionsFor('payments');
      faults.on('Metadata').delayRequest(100);
      const callback = (i: number) => () => {
        if (i === 3) void producer.partitionsFor('new-topic').catch(() => {});
        if (i === 5) throw new Error('of the callback');
      };
      for (let i = 0; i < 8; i++) producer.send({ topic: 'payments', partition: 0, value: `${i}` }, callback(i));
      await producer.flush();
    },
    'in a batch that is refused, and in one whose response is lost': async (producer, { faults }) => {
      await producer.partitionsFor('payments');
      faults.on('Produce').nth(1).respond('INVALID_RECORD');
      faults.on('Produce').nth(2).loseResponse();
      for (let i = 0; i < 8; i++) producer.send({ topic: 'payments', partition: i % 2, value: `${i}` }, () => {});
      await producer.flush();
      producer.send({ topic: 'payments', partition: 0, value: 'later' });
      await producer.flush();
    },
    'while memory is short': async (producer) => {
      await producer.partitionsFor('payments');
      for (let i = 0; i < 30; i++) producer.send({ topic: 'payments', partition: i % 2, value: 'x'.repeat(100) });
      await producer.flush();
    },
  };

  it.each(Object.entries(programs))('%s is the same whether it is read at once or at the end', async (_, program) => {
    const config = {
      'batch.size': 300,
      'buffer.memory': 1_200,
      'max.request.size': 2_000,
      'request.timeout.ms': 1_000,
    };
    const read = async (guarantee: () => Guarantee): Promise<unknown> => {
      const { sim, producer } = open(guarantee, config);
      // A callback that throws ends the run.
      await sim
        .run(async () => {
          await program(producer, sim);
          await producer.close();
        })
        .catch((error: Error) => expect(error.message).toContain('of the callback'));
      expect(sendsOf(sim).map(({ number }) => number)).toEqual(sendsOf(sim).map((_record, i) => i + 1));
      return [sendsOf(sim).map(shown), sim.trace.fingerprint()];
    };
    expect(await read(nothing)).toEqual(await read(readsAll));
  });

  it('in bulk has no entries before it is read', async () => {
    const { sim, producer } = open(nothing);
    const batches: OwnBatch[] = [];
    producer.events.on('batchCompleted', (batch) => batches.push((batch as ProducerBatch).result.notes as OwnBatch));
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      for (let i = 0; i < 100; i++) producer.send({ topic: 'payments', value: `${i}` }, () => {});
      await producer.flush();
    });
    expect(batches.map((batch) => [batch.rows.count > 1, batch.madeAt(0)])).toEqual(
      batches.map(() => [true, undefined]),
    );
    expect(sendsOf(sim)).toHaveLength(100);
    expect(batches.map((batch) => batch.madeAt(0)?.batch)).toEqual(batches);
  });

  it('grows while it is read in the middle of a batch, and in a send()', async () => {
    const seen: number[] = [];
    const { sim, producer } = open(nothing);
    const serialize = (_topic: string, value: unknown): Uint8Array => {
      seen.push(sim.trial.producers[1]!.sends.length);
      return Buffer.from(`${String(value)}`);
    };
    const reading = sim.producer({ ...text, 'linger.ms': 5 }, { value: { serialize } });
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      for (let i = 0; i < 3; i++) {
        producer.send({ topic: 'payments', value: `${i}` });
        seen.push(sendsOf(sim).length);
      }
      reading.send({ topic: 'payments', value: 'one' });
      reading.send({ topic: 'payments', value: 'two' });
      await reading.flush();
    });
    expect(seen).toEqual([1, 2, 3, 1, 2]);
  });

  it('has its key as the program passed it, even if the program changes it later', async () => {
    const sim = new Simulation({ guarantees: [nothing], brokers: 1 });
    const bytes = Buffer.from('bytes');
    const asIs = { serialize: (_topic: string, key: Uint8Array) => key };
    const json = { serialize: (_topic: string, key: unknown) => Buffer.from(JSON.stringify(key)) };
    const [first, second] = [
      sim.producer({ 'value.serializer': StringSerializer }, { key: asIs }),
      sim.producer({ 'value.serializer': StringSerializer }, { key: json }),
    ];
    await sim.run(async () => {
      await Promise.all([first.partitionsFor('payments'), second.partitionsFor('payments')]);
      first.send({ topic: 'payments', key: bytes, value: 'one' });
      bytes.fill(0);
      const key = { id: 1 };
      for (const one of [7, 'text', key]) second.send({ topic: 'payments', key: one, value: 'one' });
      key.id = 2;
      await Promise.all([first.flush(), second.flush()]);
    });
    const keys = sim.trial.producers.flatMap(({ sends }) =>
      sends.map(({ key }) => (key instanceof Uint8Array ? Buffer.from(key).toString() : key)),
    );
    expect(keys).toEqual(['bytes', 7, 'text', '{"id":1}']);
  });

  it('has no future if send() throws, although the record is in a batch', async () => {
    const { sim, producer } = open(nothing, { 'transactional.id': 'shop', 'max.request.size': 2_000 }, { brokers: 3 });
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      await producer.partitionsFor('payments');
      producer.send({ topic: 'payments', value: 'x'.repeat(3_000) });
      expect(() => producer.send({ topic: 'payments', value: 'short' })).toThrow();
      await producer.abortTransaction();
    });
    const [, short] = sendsOf(sim);
    expect([short?.wasThrown, short?.batch?.name, short?.callbacks, short?.futureEnd]).toEqual([
      true,
      expect.any(String),
      1,
      null,
    ]);
  });

  it('is found by its future', async () => {
    const { sim, producer } = open(nothing);
    const [second] = await sim.run(async () => {
      await producer.partitionsFor('payments');
      producer.send({ topic: 'payments', partition: 0, value: 'first' });
      const future = producer.send({ topic: 'payments', partition: 0, value: 'second' });
      await producer.flush();
      return [future] as const;
    });
    expect(explain(sim, second).title).toBe('Record 2 of producer-1, "second" for payments-0');
  });
});
