/** Covers: src/report/explain/. */
import { type ProducerConfigInput, Simulation, type SimulationOptions } from 'kafka-trial';
import { explain } from 'kafka-trial/report';
import 'kafka-trial/real-clients';
import { Kafka } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { lostAnswer, lostRequest, STRINGS, severalClients } from '../runs.ts';

const PAYMENTS = { partitions: 1, replicationFactor: 3 } as const;

function simulation(options: SimulationOptions = {}): Simulation {
  const sim = new Simulation({ guarantees: 'all', ...options });
  sim.createTopic('payments', PAYMENTS);
  return sim;
}

/** Sends one record, and returns its explanation; how it ends does not matter. */
async function explained(
  prepare: (sim: Simulation) => void,
  config: ProducerConfigInput = {},
  options: SimulationOptions = {},
): Promise<string> {
  const sim = simulation(options);
  prepare(sim);
  const producer = sim.producer({ ...STRINGS, ...config });
  await sim.run(() =>
    producer
      .send({ topic: 'payments', value: 'one' })
      .get()
      .catch(() => {}),
  );
  return String(explain(sim, '1')).replace(/\n */g, ' ');
}

describe('An explanation', () => {
  it.each([
    ['lost-answer', lostAnswer, '1'],
    ['lost-request', lostRequest, 'value=b'],
    ['acks-0', severalClients, 'careless 1'],
  ] as const)('tells the life of a record: %s', async (name, run, record) => {
    await expect(`${String(explain(await run(), record))}\n`).toMatchFileSnapshot(`../golden/explained-${name}.txt`);
  });

  it('has the turns with their times, and the fate', async () => {
    const { turns, fate, outcome } = explain(await lostRequest(), 'payments-0@1');
    expect(turns.map(({ atMs }) => atMs)).toEqual(turns.map(({ atMs }) => atMs).toSorted((one, other) => one - other));
    expect(turns[0]).toEqual({ atMs: 0, text: 'The program calls send().' });
    expect(fate).toBe('acknowledged');
    expect(outcome).toBe('Acknowledged after 5120 ms, with offset 1, at try 2. It is stored at payments-0@1.');
  });

  it('says why send() waits for memory, and that the record was never in a batch', async () => {
    const sim = simulation();
    const config = { ...STRINGS, 'buffer.memory': 40_000, 'max.block.ms': 1_000, 'batch.size': 20_000 };
    sim.faults.on('Produce').loseRequest();
    const producer = sim.producer(config);
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      const futures = Array.from({ length: 3 }, () => producer.send({ topic: 'payments', value: 'x'.repeat(19_000) }));
      await futures[2]!.get().catch(() => {});
    });
    const text = String(explain(sim, '3'));
    expect(text).toContain('It waits for memory: the batches that are not sent yet fill buffer.memory.');
    expect(text.replace(/\n */g, ' ')).toContain(
      'send() fails with BufferExhaustedException: the record was never put into a batch.',
    );
    expect(explain(sim, '3').outcome).toContain(
      'it was never sent, so that it is certainly not stored. It is not stored.',
    );
  });

  it('says why a batch is sent late', async () => {
    expect(await explained(() => {}, { 'linger.ms': 50 })).toContain(
      'after 53 ms in the accumulator, because linger.ms is over. In the meantime the producer has connected to broker-1.',
    );
    const sim = simulation();
    const producer = sim.producer({ ...STRINGS, 'linger.ms': 60_000 });
    await sim.run(async () => {
      producer.send({ topic: 'payments', value: 'one' });
      producer.send({ topic: 'payments', value: 'two' });
      await sim.sleep(1_000);
      await producer.flush();
    });
    const text = String(explain(sim, '2')).replace(/\n */g, ' ');
    expect(text).toContain(
      'because the program has called flush() or close(), which do not wait for linger.ms. It has the records 1-2 of the producer.',
    );
  });

  it('explains an error once', async () => {
    const text = await explained((sim) => sim.faults.on('Produce').times(2).respond('NOT_LEADER_OR_FOLLOWER'));
    expect(text).toContain('has failed with NOT_LEADER_OR_FOLLOWER: the broker does not lead the partition (any more)');
    expect(text.match(/does not lead the partition/g)).toHaveLength(1);
    expect(text.match(/The attempt has failed with NOT_LEADER_OR_FOLLOWER/g)).toHaveLength(2);
    expect(text).toMatch(/at try 3\. It is stored at payments-0@0\.$/);
  });

  it('says why an outcome is unknown, and what is true', async () => {
    const limits = { 'request.timeout.ms': 1_000, 'delivery.timeout.ms': 2_500 };
    const lost = await explained((sim) => sim.faults.on('Produce').loseRequest(), limits);
    expect(lost).toMatch(
      /The outcome is unknown: the program gets TimeoutException after \d+ ms, but none of its 3 requests was answered\. In fact it is not stored\.$/,
    );
    const stored = await explained((sim) => sim.faults.on('Produce').loseResponse(), { ...limits, retries: 0 });
    expect(stored).toMatch(/but its request was not answered\. In fact it is stored at payments-0@0\.$/);
  });

  it('says that a refused record is certainly not stored', async () => {
    const text = await explained((sim) => sim.faults.on('Produce').respond('MESSAGE_TOO_LARGE'));
    expect(text).toContain('broker-1 answers: MESSAGE_TOO_LARGE. The batch fails with RecordTooLargeException.');
    expect(text).toMatch(/every attempt was refused, so that it is certainly not stored\. It is not stored\.$/);
  });

  it('follows a record into the parts of split batches', async () => {
    const sim = simulation();
    const producer = sim.producer({ ...STRINGS, 'linger.ms': 10, 'batch.size': 1_000 });
    sim.faults.on('Produce').nth(1).respond('MESSAGE_TOO_LARGE');
    await sim.run(async () => {
      for (let i = 0; i < 3; i++) producer.send({ topic: 'payments', value: `${i} ${'x'.repeat(200)}` });
      await producer.close();
    });
    expect(sim.trace.entriesOf('batch split').map(({ facts }) => facts.into)).toEqual(['[payments-0#2]']);
    const text = String(explain(sim, '2')).replace(/\n */g, ' ');
    expect(text).toContain(
      'The broker finds the batch too large. Its records are put into payments-0#2, which is sent instead.',
    );
    expect(text).toMatch(/at try 2\. It is stored at payments-0@1\.$/);
  });

  it('knows with the trace of replication that a retry was recognised', async () => {
    const text = await explained((sim) => sim.faults.on('Produce').nth(1).loseResponse(), {}, { trace: 'replication' });
    expect(text).toContain('broker-1, the leader, appends it to its log, at offset 0.');
    expect(text).toContain('All in-sync replicas have it: the high watermark of broker-1 passes offset 0');
    expect(text).toContain(
      'It had stored the batch at an earlier attempt, recognised its sequence numbers, and did not store it again.',
    );
    const other = await explained((sim) => sim.faults.on('Produce').nth(1).loseRequest(), {}, { trace: 'replication' });
    expect(other).not.toContain('recognised');
  });

  it('says that the leader has crashed, and which broker leads then', async () => {
    const text = await explained((sim) => sim.at(8).crash('broker-1'), { acks: 'all' });
    expect(text).toContain('broker-1 crashes. ');
    expect(text).toContain('The connection to broker-1 is lost before the answer');
    expect(text).toContain(
      'The controller notices that broker-1 is gone. broker-2 leads payments-0 from now on (epoch 1).',
    );
  });

  it('says that a callback has stopped the I/O thread', async () => {
    const sim = simulation({ callbackErrors: 'log' });
    const producer = sim.producer({ ...STRINGS, 'max.block.ms': 500, 'linger.ms': 100 });
    await sim.run(async () => {
      producer.send({ topic: 'payments', value: 'one' }, () => void producer.send({ topic: 'nowhere', value: 'x' }));
      await sim.sleep(200);
      producer.send({ topic: 'payments', value: 'two' });
      await producer.close();
    });
    const text = String(explain(sim, 'value=two')).replace(/\n */g, ' ');
    expect(text).toContain('The I/O thread stood still, because a callback had made a call that has to wait.');
  });
});

describe('The explanation of a record', () => {
  it('that joins an open batch says so, and that its callback runs', async () => {
    const sim = simulation();
    const producer = sim.producer({ ...STRINGS, 'linger.ms': 20 });
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      producer.send({ topic: 'payments', value: 'one' });
      await producer.send({ topic: 'payments', value: 'two' }, () => {}).get();
    });
    const [first, ...others] = explain(sim, '2').turns.map(({ text }) => text);
    expect(first).toBe('The program calls send(). The record is put into the open batch payments-0#1.');
    expect(others.at(-1)).toBe('Its callback runs.');
    expect(String(explain(sim, '1'))).not.toContain('callback');
  });

  it('that expires in the accumulator says that no request has carried it', async () => {
    const limits = { 'delivery.timeout.ms': 1_000, 'request.timeout.ms': 900, 'linger.ms': 100 };
    const sim = simulation();
    const producer = sim.producer({ ...STRINGS, ...limits });
    await sim.run(async () => {
      await producer.partitionsFor('payments');
      for (const broker of [1, 2, 3]) sim.crash(broker);
      await producer
        .send({ topic: 'payments', value: 'one' })
        .get()
        .catch(() => {});
    });
    expect(explain(sim, '1').outcome).toMatch(
      /gets TimeoutException after \d+ ms, but no request has carried it\. In fact it is not stored\.$/,
    );
  });

  it('of a transaction says how that ended', async () => {
    const sim = simulation();
    const producer = sim.producer({ ...STRINGS, 'transactional.id': 'bank' });
    await sim.run(async () => {
      await producer.initTransactions();
      producer.beginTransaction();
      producer.send({ topic: 'payments', value: 'one' });
      await producer.abortTransaction();
      producer.beginTransaction();
      producer.send({ topic: 'payments', value: 'two' });
      await producer.commitTransaction();
    });
    expect(explain(sim, 'value=two').outcome).toContain(
      'It belongs to transaction 2 of the producer, which was committed.',
    );
    expect(explain(sim, 'value=one').outcome).toContain(
      'It belongs to transaction 1 of the producer, which was aborted',
    );
  });

  it('of another client begins with its first request', async () => {
    const sim = simulation({ breaks: ['NoDuplicateWithIdempotence'] });
    sim.realClients.install({ addresses: { 'localhost:9092': 'broker-1' } });
    sim.faults.on('Produce', { client: 'shop' }).nth(1).breakBeforeResponse();
    await sim.run(async () => {
      const producer = new Kafka({ clientId: 'shop', brokers: ['localhost:9092'], logLevel: 0 }).producer();
      await producer.connect();
      await producer.send({ topic: 'payments', messages: [{ value: 'one' }] });
      await producer.disconnect();
    });
    const text = String(explain(sim, 'shop 1')).replace(/\n */g, ' ');
    sim.close();
    expect(text).toContain('The client sends it for the first time.');
    expect(text).toContain(
      'The batch is sent. A fault is injected into this request: Produce from shop, number 1: break the connection before the response.',
    );
    expect(text).toMatch(/at try 2\. It is stored 2 times, at payments-0@0, payments-0@1: without idempotence/);
  });
});

describe('The name of a record', () => {
  it('may be its future, its verdict, its key or its value', async () => {
    const sim = simulation();
    const producer = sim.producer(STRINGS);
    const future = producer.send({ topic: 'payments', key: 'k', value: 'one' });
    await sim.run(() => future.get());
    const { title } = explain(sim, future);
    expect(title).toBe('Record 1 of producer-1, { key: "k", value: "one" } for payments-0');
    const [verdict] = sim.verdict().records;
    for (const name of [verdict!, '1', 'producer-1 1', 'key=k', 'value=one', 'payments-0@0'])
      expect(explain(sim, name).title).toBe(title);
  });

  it('may be the place that a lost record had', async () => {
    const sim = new Simulation({ guarantees: 'all', breaks: ['NoAcknowledgedRecordLost'], brokers: 2 });
    sim.createTopic('payments', {
      partitions: 1,
      replicationFactor: 2,
      configs: { 'unclean.leader.election.enable': 'true' },
    });
    const producer = sim.producer({ ...STRINGS, acks: '1', 'enable.idempotence': false });
    await sim.run(async () => {
      sim.faults.on('Fetch').delayRequest(60_000);
      await producer.send({ topic: 'payments', value: 'one' }).get();
      sim.at(sim.nowMs).crash('broker-1', { forMs: 20_000 });
      await sim.sleep(60_000);
    });
    expect(explain(sim, 'payments-0@0').outcome).toContain('It is not in the log any more: it is lost.');
  });

  it('must be that of one record of a simulation with guarantees and a trace', async () => {
    const sim = await lostAnswer();
    expect(() => explain(sim, '2')).toThrow("There is no record '2'.");
    expect(() => explain(sim, 'key=none')).toThrow(
      'There are: \'producer-1 1\' ({ key: "order", value: "17 <EUR>" }).',
    );
    // @ts-expect-error: a name is a text
    expect(() => explain(sim, 1)).toThrow('explain(sim, record): expected the future that send() returned');
    expect(() => explain(new Simulation(), '1')).toThrow("make the simulation with { guarantees: 'all' }");
    expect(() => explain(new Simulation({ guarantees: 'all' }), '1')).toThrow(
      "There is no record '1': nothing was sent.",
    );
    expect(() => explain(new Simulation({ trace: false, guarantees: 'all' }), '1')).toThrow('explain() needs a trace');
  });
});
