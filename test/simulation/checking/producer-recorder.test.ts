/** Covers: src/simulation/checking/producer-recorder.ts, src/simulation/checking/recorded-producer.ts. The steps inside a producer, as lines of the trace. */
import { type ProducerConfigInput, Simulation } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

type Producer = ReturnType<Simulation['producer']>;

/** Runs with one topic of two partitions, led by two brokers. Metadata and producer id are known when `program` starts. */
async function run(
  config: ProducerConfigInput,
  program: (producer: Producer, sim: Simulation) => Promise<unknown>,
): Promise<Simulation> {
  const sim = new Simulation({ brokers: 2 });
  sim.createTopic('payments', { partitions: 2, replicationFactor: 1 });
  const producer = sim.producer({ ...text, ...config });
  await sim.run(async () => {
    await producer.partitionsFor('payments');
    await sim.sleep(100);
    await program(producer, sim);
    await producer.close();
  });
  return sim;
}

function linesOf(sim: Simulation, event: string): readonly Readonly<Record<string, unknown>>[] {
  return sim.trace.entries.filter((entry) => entry.event === event).map(({ facts }) => facts);
}

const payment = (value: string, partition = 0) => ({ topic: 'payments', partition, value });

describe('Why a batch is sent', () => {
  const cases: readonly (readonly [
    string,
    ProducerConfigInput,
    (producer: Producer, sim: Simulation) => Promise<unknown>,
  ])[] = [
    ['linger.ms over', { 'linger.ms': 50 }, (producer) => producer.send(payment('one')).get()],
    [
      'batch full',
      { 'linger.ms': 50, 'batch.size': 80 },
      (producer, sim) => {
        producer.send(payment('does not leave room'));
        producer.send(payment('for this one'));
        return sim.sleep(10);
      },
    ],
    [
      'flush or close',
      { 'linger.ms': 50 },
      async (producer) => {
        producer.send(payment('one'));
        await producer.flush();
      },
    ],
    [
      'memory short',
      { 'linger.ms': 50, 'batch.size': 100, 'buffer.memory': 150 },
      async (producer) => {
        producer.send(payment('one'));
        await producer.send(payment('two', 1)).get();
      },
    ],
    [
      'retry.backoff.ms over',
      {},
      (producer, { faults }) => {
        faults.on('Produce').nth(1).respond('NOT_ENOUGH_REPLICAS');
        return producer.send(payment('one')).get();
      },
    ],
  ];

  it.each(cases)('%s', async (why, config, program) => {
    const sim = await run(config, program);
    expect(linesOf(sim, 'batch sent').map((facts) => facts.why)).toContain(why);
  });

  it('request under way', async () => {
    const sim = new Simulation({ brokers: 1 });
    sim.createTopic('payments', { partitions: 2, replicationFactor: 1 });
    const producer = sim.producer({ ...text, 'linger.ms': 50, 'batch.size': 80 });
    await sim.run(async () => {
      await producer.send(payment('first')).get();
      producer.send(payment('lingering', 1));
      producer.send(payment('does not leave room'));
      producer.send(payment('for this one'));
      await sim.sleep(10);
      await producer.close();
    });
    expect(
      linesOf(sim, 'batch sent')
        .slice(1)
        .map(({ batch, why }) => [batch, why]),
    ).toEqual([
      ['payments-1#1', 'request under way'],
      ['payments-0#2', 'batch full'],
      ['payments-0#3', 'flush or close'],
    ]);
  });
});

describe('A batch in the trace', () => {
  it('names its records, its attempt, and the number of requests in flight', async () => {
    const sim = await run({ 'linger.ms': 10 }, async (producer) => {
      for (const value of ['one', 'two']) producer.send(payment(value));
      producer.send(payment('elsewhere', 1));
      producer.send(payment('three'));
      await producer.flush();
    });
    const [first] = linesOf(sim, 'batch sent').filter(({ batch }) => batch === 'payments-0#1');
    expect(first).toMatchObject({ records: '[1-2, 4]', try: 1, inFlight: 1 });
  });

  it('names its records with callbacks before these run', async () => {
    const lastEvents: string[] = [];
    const sim = await run({ 'linger.ms': 10 }, async (producer, { trace }) => {
      producer.send(payment('silent'));
      producer.send(payment('loud'), () => void lastEvents.push(trace.entries.at(-1)?.event ?? ''));
      await producer.flush();
    });
    expect(lastEvents).toEqual(['callbacks']);
    expect(linesOf(sim, 'callbacks')).toEqual([{ batch: 'payments-0#1', records: '[2]' }]);
  });

  it('is split if it is too large, and its parts have names of their own', async () => {
    const sim = await run({ 'linger.ms': 10, 'batch.size': 100 }, async (producer, { faults }) => {
      faults.on('Produce').nth(1).respond('MESSAGE_TOO_LARGE');
      for (const value of ['one', 'two', 'three']) producer.send(payment(value));
      await producer.flush();
    });
    expect(linesOf(sim, 'batch split')).toEqual([{ batch: 'payments-0#1', into: '[payments-0#2]' }]);
    expect(linesOf(sim, 'batch acknowledged').map(({ batch }) => batch)).toEqual(['payments-0#2']);
  });

  it('expires, and then fails', async () => {
    const limits = { 'delivery.timeout.ms': 1_000, 'request.timeout.ms': 300, 'linger.ms': 0 };
    const sim = await run(limits, async (producer, { faults }) => {
      faults.on('Produce').loseRequest();
      await producer
        .send(payment('one'))
        .get()
        .catch(() => {});
    });
    expect(linesOf(sim, 'batch expired')).toMatchObject([{ batch: 'payments-0#1' }]);
    expect(linesOf(sim, 'batch failed')).toMatchObject([{ batch: 'payments-0#1', error: 'TimeoutException' }]);
  });

  it('is forgotten with acks=0', async () => {
    const sim = await run({ acks: '0' }, (producer) => producer.send(payment('one')).get());
    expect(linesOf(sim, 'batch forgotten')).toEqual([{ batch: 'payments-0#1' }]);
    expect(linesOf(sim, 'batch acknowledged')).toEqual([]);
  });
});

describe('A send in the trace', () => {
  it('has a line for its failure if it throws, and if its callback gets the error', async () => {
    const sim = await run({ 'max.request.size': 200 }, async (producer) => {
      producer.send(payment('x'.repeat(300)), () => {});
      expect(() => producer.send({ ...payment('one'), partition: -1 })).toThrow(/partition/);
    });
    expect(linesOf(sim, 'send failed')).toEqual([
      { record: 1, topic: 'payments', error: 'RecordTooLargeException' },
      { record: 2, topic: 'payments', error: 'IllegalArgumentException' },
    ]);
    expect(linesOf(sim, 'callback')).toEqual([{ record: 1, error: 'RecordTooLargeException' }]);
  });
});

describe('A send() that throws although its record is in a batch', () => {
  it('has a line for each, without guarantees, too', async () => {
    const sim = new Simulation();
    const producer = sim.producer({ ...text, 'transactional.id': 'shop', 'max.request.size': 200 });
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      await producer.partitionsFor('payments');
      producer.send(payment('x'.repeat(300)));
      expect(() => producer.send(payment('short'))).toThrow(/in an error state/);
      await producer.abortTransaction();
    });
    expect(linesOf(sim, 'record appended')).toEqual([{ record: 2, batch: 'payments-0#1', row: 0 }]);
    expect(linesOf(sim, 'send failed').map(({ record, error }) => [record, error])).toEqual([
      [1, 'RecordTooLargeException'],
      [2, 'KafkaException'],
    ]);
  });
});

describe('A producer without trace and guarantees', () => {
  it('has no watcher and no listeners', () => {
    const { events } = new Simulation({ trace: false }).producer(text);
    expect([events.recordWatcher, events.eventNames()]).toEqual([null, []]);
  });

  it('is recorded if there is a guarantee to check', () => {
    const { events } = new Simulation({ trace: false, guarantees: ['CallbackOrder'] }).producer(text);
    expect(events.recordWatcher).not.toBeNull();
  });
});
