/** request-methods.ts, request-fault(s).ts, requests/ and the words on requests in words/: what each does, in code and as JSON. */
import { type Fault, FaultError, type HeldFault, Simulation, StringDeserializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';
import type { PlannedAction, PlannedSelection } from '../../../src/simulation/faults/fault-plan.ts';
import type { FaultAction, FaultTrigger } from '../../../src/simulation/faults/request-methods.ts';

const text = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

async function sendOne(sim: Simulation, config: object = {}): Promise<number> {
  const producer = sim.producer({ ...text, ...config });
  await sim.run(async () => {
    await producer.send({ topic: 'payments', partition: 0, value: 'one' }).get();
    await producer.close();
  });
  return sim.nowMs;
}

function makeSimulation(options: ConstructorParameters<typeof Simulation>[0] = {}): Simulation {
  const sim = new Simulation(options);
  sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
  return sim;
}

const undisturbedMs = await sendOne(makeSimulation());
const lines = (sim: Simulation, part: string): readonly string[] =>
  sim.trace.lines.filter((line) => line.includes(part));

describe('A fault', () => {
  it('loses the response: the record is in the log once, and the producer retries after request.timeout.ms', async () => {
    const sim = makeSimulation();
    const fault = sim.faults.on('Produce', { topic: 'payments', partition: 0 }).nth(1).loseResponse();
    expect(await sendOne(sim)).toBeGreaterThan(30_000);
    expect(fault.fired).toBe(1);
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('loses the response: without idempotence the retry is a duplicate', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce').nth(1).loseResponse();
    await sendOne(sim, { 'enable.idempotence': false });
    expect(sim.topic('payments').values()).toEqual(['one', 'one']);
  });

  it('breaks the connection before the response: the retry follows at once, and is a duplicate without idempotence', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce').nth(1).breakBeforeResponse();
    expect(await sendOne(sim, { 'enable.idempotence': false })).toBeLessThan(1_000);
    expect(sim.topic('payments').values()).toEqual(['one', 'one']);
  });

  it('loses the request: nothing is in the log until the retry', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce').nth(1).loseRequest();
    await sendOne(sim, { 'enable.idempotence': false });
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('makes the broker hang: the request is not handled, and the producer retries on another connection', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce').once().neverAnswer();
    expect(await sendOne(sim, { 'enable.idempotence': false })).toBeGreaterThan(30_000);
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('responds with an error to the first n requests', async () => {
    const sim = makeSimulation();
    const fault = sim.faults.on('Produce').times(3).respond('NOT_ENOUGH_REPLICAS');
    await sendOne(sim);
    expect(fault.fired).toBe(3);
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('refuses the batch of one record, and names the record', async () => {
    const sim = makeSimulation();
    const fault = sim.faults.on('Produce', { topic: 'payments', value: 'poison' }).respond('INVALID_RECORD');
    const producer = sim.producer({ ...text, 'linger.ms': 5 });
    const endings = await sim.run(async () => {
      const sent = ['one', 'poison', 'two'].map((value) => producer.send({ topic: 'payments', partition: 0, value }));
      const other = producer.send({ topic: 'payments', partition: 1, value: 'three' });
      const settled = await Promise.allSettled([...sent, other].map((future) => future.get()));
      await producer.close();
      return settled.map((end) => (end.status === 'rejected' ? (end.reason as Error).message : 'stored'));
    });
    expect(fault.fired).toBe(1);
    expect(endings[0]).toContain(
      'Failed to append record because it was part of a batch which had one more more invalid',
    );
    expect(endings[2]).toBe(endings[0]);
    expect([endings[1], endings[3]]).not.toContain(endings[0]);
    expect(endings[3]).toBe('stored');
    expect(sim.topic('payments').values()).toEqual(['three']);
  });

  it('takes the requests with a record of that key and value only', async () => {
    const sim = makeSimulation();
    const fault = sim.faults.on('Produce', { key: 'k2', value: 'v' }).delayResponse(50);
    const producer = sim.producer(text);
    await sim.run(async () => {
      const records = [
        ['k1', 'v'],
        ['k2', 'v'],
        ['k2', 'w'],
      ] as const;
      for (const [key, value] of records) await producer.send({ topic: 'payments', partition: 0, key, value }).get();
      await producer.close();
    });
    expect(fault.fired).toBe(1);
    expect(fault.description).toBe('Produce with key "k2" with value "v", always: delay the response by 50 ms');
  });

  it('cannot be about records of requests that carry none', () => {
    expect(() => makeSimulation().faults.on('Fetch', { value: 'v' })).toThrow('Fetch requests carry no records');
  });

  it('responds for the partitions in scope only: the broker serves the other partitions of the request', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce', { topic: 'payments', partition: 1 }).once().respond('INVALID_RECORD');
    const producer = sim.producer({ ...text, 'linger.ms': 5, 'bootstrap.servers': 'broker-1:9092' });
    sim.operator.moveLeader('payments', 1, 1);
    const endings = await sim.run(async () => {
      const futures = [0, 1].map((partition) => producer.send({ topic: 'payments', partition, value: `${partition}` }));
      const settled = await Promise.allSettled(futures.map((future) => future.get()));
      await producer.close();
      return settled.map(({ status }) => status);
    });
    expect(lines(sim, 'Produce request')).toHaveLength(1);
    expect(endings).toEqual(['fulfilled', 'rejected']);
    expect(sim.topic('payments').values()).toEqual(['0']);
  });

  it('responds to Metadata with an error for the topic, and still with the list of brokers', async () => {
    const sim = makeSimulation();
    sim.faults.on('Metadata', { topic: 'payments' }).times(2).respond('LEADER_NOT_AVAILABLE');
    await sendOne(sim);
    const listed = sim.trace.lines.findIndex((line) => line.includes('Cluster ID'));
    expect(listed).toBeGreaterThan(0);
    expect(listed).toBeLessThan(
      sim.trace.lines.findIndex((line) => line.includes('topics=[payments]') && line.includes('response')),
    );
  });

  it('delays a request or a response by exactly the given time', async () => {
    const late = makeSimulation();
    late.faults.on('Produce').nth(1).delayRequest(250);
    expect(await sendOne(late)).toBe(undisturbedMs + 250);
    const lateAnswer = makeSimulation();
    lateAnswer.faults.on('Produce').nth(1).delayResponse(250);
    expect(await sendOne(lateAnswer)).toBe(undisturbedMs + 250);
  });

  it('disconnects: the producer reconnects and retries', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce').nth(1).disconnect();
    await sendOne(sim);
    expect(sim.topic('payments').values()).toEqual(['one']);
    expect(lines(sim, 'disconnected').length).toBeGreaterThan(0);
  });

  it('throttles: the broker handles the request, and the client sends nothing for the throttle time', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce').once().throttle(700);
    const producer = sim.producer(text);
    await sim.run(async () => {
      await producer.send({ topic: 'payments', partition: 0, value: 'one' }).get();
      const startMs = sim.nowMs;
      await producer.send({ topic: 'payments', partition: 0, value: 'two' }).get();
      expect(sim.nowMs - startMs).toBeGreaterThan(700);
    });
    expect(sim.topic('payments').values()).toEqual(['one', 'two']);
  });

  it('responds with stale metadata: the client sends to the old leader until it gets current metadata', async () => {
    const sim = makeSimulation();
    const stale = sim.faults.on('Metadata', { client: 'late' }).times(2).staleMetadata(1_000);
    sim.at(500).do(() => sim.operator.moveLeader('payments', 0, 2));
    const late = sim.producer({ ...text, 'client.id': 'late' });
    await sim.run(async () => {
      await sim.sleep(600);
      await late.send({ topic: 'payments', partition: 0, value: 'one' }).get();
    });
    expect(stale.fired).toBe(2);
    expect(lines(sim, 'payments-0 NOT_LEADER_OR_FOLLOWER').length).toBeGreaterThan(0);
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('responds with metadata from before the topic was created: the topic is unknown', async () => {
    const sim = new Simulation();
    sim.faults.on('Metadata').once().staleMetadata(10_000);
    sim.at(1).do(() => sim.createTopic('payments', { partitions: 1 }));
    await sendOne(sim);
    expect(lines(sim, 'payments=UNKNOWN_TOPIC_OR_PARTITION').length).toBeGreaterThan(0);
  });

  it('corrupts the batch: the broker rejects it by its checksum and accepts the retry', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce').once().corruptBatch();
    await sendOne(sim);
    expect(lines(sim, 'append refused').map((line) => line.includes('CORRUPT_MESSAGE'))).toEqual([true]);
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('corrupts the batch with acks=0: the broker closes the connection', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce').once().corruptBatch();
    await sendOne(sim, { acks: '0' });
    expect(sim.topic('payments').values()).toEqual([]);
  });
});

describe('A fault that holds messages', () => {
  it.each(['holdRequest', 'holdResponse'] as const)('releases them at the given time: %s', async (word) => {
    const sim = makeSimulation();
    const held = sim.faults.on('Produce')[word](5_000);
    expect(await sendOne(sim)).toBeGreaterThan(5_000);
    expect(held.fired).toBe(1);
    expect(sim.topic('payments').values()).toEqual(['one']);
  });

  it('releases them when release() is called, and holds nothing from then on', async () => {
    const sim = makeSimulation();
    const held = sim.faults.on('Produce', { topic: 'payments' }).holdRequest();
    const producer = sim.producer({ ...text, 'linger.ms': 0 });
    await sim.run(async () => {
      const first = producer.send({ topic: 'payments', partition: 0, value: 'one' });
      await sim.sleep(100);
      const second = producer.send({ topic: 'payments', partition: 0, value: 'two' });
      await sim.sleep(100);
      expect(held.waiting).toBe(2);
      expect(sim.topic('payments').values()).toEqual([]);
      held.release();
      await Promise.all([first, second]);
      await producer.send({ topic: 'payments', partition: 0, value: 'three' });
    });
    expect(held.fired).toBe(2);
    expect(sim.topic('payments').values()).toEqual(['one', 'two', 'three']);
  });

  it('answers them with an error, without the broker handling them, and releases what waits behind them', async () => {
    const sim = makeSimulation();
    const held = sim.faults.on('Produce').once().holdRequest();
    const producer = sim.producer({ ...text, 'linger.ms': 0 });
    await sim.run(async () => {
      const first = producer.send({ topic: 'payments', partition: 0, value: 'one' });
      await sim.sleep(100);
      const second = producer.send({ topic: 'payments', partition: 0, value: 'two' });
      await sim.sleep(100);
      held.respond('INVALID_RECORD');
      await expect(first.get()).rejects.toThrow('This record has failed the validation on broker');
      await second;
    });
    expect(held.waiting).toBe(0);
    expect(sim.topic('payments').values()).toEqual(['two']);
  });

  it('answers only the partitions in its scope', async () => {
    const sim = makeSimulation();
    sim.createTopic('two', { partitions: 2, replicationFactor: 3 });
    sim.operator.moveLeader('two', 1, 'broker-1');
    const held = sim.faults.on('Produce', { topic: 'two', partition: 1 }).once().holdRequest();
    const producer = sim.producer({ ...text, 'linger.ms': 5 });
    sim.at(1_000).do(() => held.respond('INVALID_RECORD'));
    await sim.run(async () => {
      const [first, second] = [0, 1].map((partition) =>
        producer.send({ topic: 'two', partition, value: `${partition}` }),
      );
      await expect(second?.get()).rejects.toThrow('This record has failed the validation on broker');
      await first;
    });
    expect(sim.topic('two').values()).toEqual(['0']);
  });

  it('answers with an error that there is, and only requests', () => {
    const sim = makeSimulation();
    const held = sim.faults.on('Produce').holdRequest().optional();
    expect(() => held.respond('INVALID_RECRD' as 'INVALID_RECORD')).toThrow("Did you mean 'INVALID_RECORD'?");
    const answers = sim.faults.on('Produce').holdResponse() as unknown as typeof held;
    expect(() => answers.respond('INVALID_RECORD')).toThrow('the broker has handled a held response already');
  });

  it('releases them when it is removed', async () => {
    const sim = makeSimulation();
    const held = sim.faults.on('Produce').holdRequest();
    sim.at(2_000).do(() => held.remove());
    expect(await sendOne(sim)).toBeGreaterThan(2_000);
  });

  it('delivers a request whose client has timed out: without idempotence it is a duplicate', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce').once().holdRequest(40_000);
    await sendOne(sim, { 'enable.idempotence': false });
    sim.advance(20_000);
    expect(sim.topic('payments').values()).toEqual(['one', 'one']);
  });
});

// --- Which requests --------------------------------------------------------------------------------------------------------

/** Sends `count` records to partition 0, one a second. Returns the numbers of those that took longer than usual. */
async function sendEverySecond(sim: Simulation, count: number): Promise<number[]> {
  const producer = sim.producer(text);
  const late: number[] = [];
  await sim.run(async () => {
    await producer.partitionsFor('payments');
    for (let i = 1; i <= count; i++) {
      await sim.sleep(i * 1_000 - sim.nowMs);
      await producer.send({ topic: 'payments', partition: 0, value: `${i}` }).get();
      if (sim.nowMs >= i * 1_000 + 100) late.push(i);
    }
  });
  return late;
}

describe('A fault takes', () => {
  it.each<[string, (on: FaultTrigger) => FaultAction, number[]]>([
    ['all requests in scope', (on) => on, [1, 2, 3, 4, 5, 6]],
    ['only the first, with once()', (on) => on.once(), [1]],
    ['only the nth', (on) => on.nth(3), [3]],
    ['only the first n', (on) => on.times(2), [1, 2]],
  ])('%s', async (_what, choose, late) => {
    const sim = makeSimulation();
    const fault = choose(sim.faults.on('Produce')).delayResponse(200);
    expect(await sendEverySecond(sim, 6)).toEqual(late);
    expect(fault.fired).toBe(late.length);
  });

  it('only requests in its time window, which includes fromMs and excludes untilMs', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce', { fromMs: 2_000, untilMs: 4_000 }).delayResponse(200);
    expect(await sendEverySecond(sim, 5)).toEqual([2, 3]);
  });

  it('the nth request in its time window', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce', { fromMs: 2_000 }).nth(2).delayResponse(200);
    expect(await sendEverySecond(sim, 5)).toEqual([3]);
  });

  it('requests at random, depending on the seed and not on other faults', async () => {
    const taken = async (seed: number, others: number): Promise<number[]> => {
      const sim = makeSimulation({ seed });
      const fault = sim.faults.on('Produce').chance(1, 3).delayResponse(200);
      for (let i = 0; i < others; i++) sim.faults.on('Produce').chance(1, 2).delayResponse(0).optional();
      const late = await sendEverySecond(sim, 30);
      expect(fault.fired).toBe(late.length);
      return late;
    };
    const late = await taken(7, 0);
    expect(late.length).toBeGreaterThan(3);
    expect(late.length).toBeLessThan(20);
    expect(await taken(7, 3)).toEqual(late);
    expect(await taken(8, 0)).not.toEqual(late);
  });

  it('no request outside its scope', async () => {
    const sim = makeSimulation();
    const elsewhere = [
      sim.faults.on('Produce', { topic: 'payments', partition: 1 }).disconnect(),
      sim.faults.on('Produce', { client: 'producer-9' }).disconnect(),
      sim.faults.on('Produce', { broker: 3 }).disconnect(),
      sim.faults.on('Produce', { fromMs: 60_000 }).disconnect(),
    ];
    for (const fault of elsewhere) fault.optional();
    await sendOne(sim);
    expect(elsewhere.map(({ fired }) => fired)).toEqual([0, 0, 0, 0]);
  });

  it('no request without a response, if it acts on the response', async () => {
    const sim = makeSimulation();
    const faults = [
      sim.faults.on('Produce').loseResponse(),
      sim.faults.on('Produce').delayResponse(10),
      sim.faults.on('Produce').holdResponse(),
      sim.faults.on('Produce').throttle(10),
      sim.faults.on('Fetch').throttle(10),
    ];
    for (const fault of faults) fault.optional();
    await sendOne(sim, { acks: '0' });
    expect(faults.map(({ fired }) => fired)).toEqual([0, 0, 0, 0, 0]);
  });

  it('a request that other faults take as well: the one that was set first acts, and all count it', async () => {
    const sim = makeSimulation();
    const [first, second, third] = [
      sim.faults.on('Produce').nth(1).delayResponse(200),
      sim.faults.on('Produce').times(2).delayResponse(300),
      sim.faults.on('Produce').nth(3).delayResponse(400),
    ];
    expect(await sendEverySecond(sim, 4)).toEqual([1, 2, 3]);
    expect([first.fired, second.fired, third.fired]).toEqual([1, 1, 1]);
  });
});

// --- Code and JSON ---------------------------------------------------------------------------------------------------------

describe('A client in the scope of a fault', () => {
  const STRINGS = { 'key.deserializer': StringDeserializer, 'value.deserializer': StringDeserializer };

  it.each([
    { config: {}, name: 'consumer-null-1' },
    { config: { 'group.id': 'readers' }, name: 'consumer-readers-1' },
    { config: { 'client.id': 'reader' }, name: 'reader' },
  ])('is a consumer by its client.id, $name, as in the trace and in the log', async ({ config, name }) => {
    const logged: string[] = [];
    const sim = makeSimulation({ logger: { log: ({ message }) => logged.push(message) } });
    const fault = sim.faults.on('Fetch', { client: name }).once().delayResponse(1);
    const consumer = sim.consumer({ ...STRINGS, ...config });
    consumer.assign([{ topic: 'payments', partition: 0 }]);
    await sim.run(() => consumer.poll(1_000));
    expect(fault.fired).toBe(1);
    expect(sim.trace.entries.some(({ source, event }) => source === name && event === 'Fetch request')).toBe(true);
    expect(logged.some((message) => message.startsWith(`[Consumer clientId=${name}]`))).toBe(true);
  });

  it.each([
    { client: 'producer-tx', senders: ['producer-1', 'producer-2'] },
    { client: 'producer-2', senders: ['producer-2'] },
  ])('is a transactional producer by its client.id or its name in the trace: $client', async ({ client, senders }) => {
    const sim = makeSimulation();
    const fault = sim.faults.on('InitProducerId', { client }).delayResponse(1);
    const producers = [1, 2].map(() => sim.producer({ ...text, 'transactional.id': 'tx' }));
    await sim.run(async () => {
      for (const producer of producers) await producer.initTransactions();
    });
    const requests = sim.trace.entries.filter(({ event }) => event === 'InitProducerId request');
    expect(new Set(requests.map(({ source }) => source)).size).toBe(2);
    expect(fault.fired).toBe(requests.filter(({ source }) => senders.includes(source)).length);
  });

  it('is reported if there was none of that name', async () => {
    const sim = makeSimulation();
    sim.faults.on('Produce', { client: 'consumer-1' }).once().loseResponse();
    await expect(sendOne(sim)).rejects.toThrow(
      "Produce from consumer-1, once: lose the response (there has been no client 'consumer-1', only producer-1",
    );
  });

  it('is not reported if it has sent no such request, or is a broker', async () => {
    const sim = makeSimulation();
    sim.faults.on('Fetch', { client: 'producer-1' }).once().loseResponse();
    sim.faults.on('Produce', { client: 'broker-2-fetcher' }).once().loseResponse();
    await expect(sendOne(sim)).rejects.toThrow(
      'Fetch from producer-1, once: lose the response (there was no such request)\n  Produce from broker-2-fetcher, once: lose the response (there was no such request)\n',
    );
  });
});

describe('A fault set in code and the same fault in a plan', () => {
  it.each<[(on: FaultAction) => Fault | HeldFault, PlannedAction]>([
    [(on) => on.loseRequest(), { do: 'loseRequest' }],
    [(on) => on.loseResponse(), { do: 'loseResponse' }],
    [(on) => on.breakBeforeResponse(), { do: 'breakBeforeResponse' }],
    [(on) => on.disconnect(), { do: 'disconnect' }],
    [(on) => on.neverAnswer(), { do: 'neverAnswer' }],
    [(on) => on.delayRequest(50), { do: 'delayRequest', delayMs: 50 }],
    [(on) => on.delayResponse(50), { do: 'delayResponse', delayMs: 50 }],
    [(on) => on.holdRequest(500), { do: 'holdRequest', releaseAtMs: 500 }],
    [(on) => on.holdResponse(500), { do: 'holdResponse', releaseAtMs: 500 }],
    [(on) => on.respond('NOT_ENOUGH_REPLICAS'), { do: 'respond', error: 'NOT_ENOUGH_REPLICAS' }],
    [(on) => on.throttle(100), { do: 'throttle', throttleTimeMs: 100 }],
    [(on) => on.corruptBatch(), { do: 'corruptBatch' }],
  ])('have the same effect: %s', async (inCode, planned) => {
    const said = makeSimulation();
    const fault = inCode(said.faults.on('Produce', { topic: 'payments' }).once());
    const read = makeSimulation();
    read.faults.apply([{ on: 'Produce', topic: 'payments', once: true, ...planned }]);
    expect(said.faults.plan()).toEqual(read.faults.plan());
    await sendOne(said);
    await sendOne(read);
    expect(fault.fired).toBe(1);
    expect(read.trace.lines).toEqual(said.trace.lines);
    // A fault that is removed before it acts has no effect.
    const removed = makeSimulation();
    inCode(removed.faults.on('Produce').once()).remove();
    expect(removed.faults.list()).toEqual([]);
    expect(await sendOne(removed)).toBe(undisturbedMs);
  });

  it.each<[(on: FaultTrigger) => FaultAction, PlannedSelection]>([
    [(on) => on, {}],
    [(on) => on.once(), { once: true }],
    [(on) => on.nth(2), { nth: 2 }],
    [(on) => on.times(2), { times: 2 }],
    [(on) => on.chance(1, 10), { chance: [1, 10] }],
  ])('select the same requests: %s', (choose, planned) => {
    const sim = makeSimulation();
    choose(sim.faults.on('Metadata', { broker: 1, fromMs: 5, untilMs: 9 }))
      .staleMetadata(3)
      .optional();
    expect(sim.faults.plan()).toEqual([
      { on: 'Metadata', broker: 1, fromMs: 5, untilMs: 9, ...planned, do: 'staleMetadata', ageMs: 3, optional: true },
    ]);
  });

  it.each<[string, string]>([
    [
      'Produce to payments-0 at broker 1 from producer-1 after 5 ms until 9 ms, 1 in 10: throttle for 70 ms',
      '{"on":"Produce","topic":"payments","partition":0,"broker":1,"client":"producer-1","fromMs":5,"untilMs":9,"chance":[1,10],"do":"throttle","throttleTimeMs":70}',
    ],
    ['Fetch, once: hold the response until 50 ms', '{"on":"Fetch","once":true,"do":"holdResponse","releaseAtMs":50}'],
    [
      'Metadata, the first 2: respond with metadata of 5 ms ago',
      '{"on":"Metadata","times":2,"do":"staleMetadata","ageMs":5}',
    ],
    ['EndTxn, always: respond NOT_COORDINATOR', '{"on":"EndTxn","do":"respond","error":"NOT_COORDINATOR"}'],
  ])('have the description: %s', (sentence, json) => {
    expect(makeSimulation().faults.apply([JSON.parse(json)])[0]?.description).toBe(sentence);
  });
});

describe('A fault is rejected at once', () => {
  it.each<[string, (sim: Simulation) => unknown, string]>([
    [
      'an API that does not exist',
      ({ faults }) => faults.on('Producee' as 'Produce'),
      'fault.on: expected the name of an API',
    ],
    [
      'an error that does not exist',
      ({ faults }) => faults.on('Produce').respond('OOPS' as 'NONE'),
      'fault.error: expected the name of a Kafka error',
    ],
    [
      'NONE as the error',
      ({ faults }) => faults.on('Produce').respond('NONE'),
      'fault.error: expected the name of a Kafka error other than NONE',
    ],
    [
      'a broker that does not exist',
      ({ faults }) => faults.on('Produce', { broker: 9 }),
      'fault.broker: expected a broker of this cluster (broker-1, broker-2, broker-3), got 9',
    ],
    [
      'a partition without a topic',
      ({ faults }) => faults.on('Produce', { partition: 0 }),
      'fault.topic: expected the topic of the partition',
    ],
    [
      'a partition below 0',
      ({ faults }) => faults.on('Produce', { topic: 't', partition: -1 }),
      'fault.partition: expected the number of a partition, got -1',
    ],
    [
      'an illegal topic name',
      ({ faults }) => faults.on('Produce', { topic: 'a b' }).disconnect(),
      'fault.topic: expected a legal topic name (Topic name is invalid',
    ],
    [
      'a topic in EndTxn',
      ({ faults }) => faults.on('EndTxn', { topic: 't' }),
      'fault.topic: not allowed here, because EndTxn requests name no topics (got "t")',
    ],
    [
      'a partition in Metadata',
      ({ faults }) => faults.on('Metadata', { topic: 't', partition: 0 }),
      'fault.partition: not allowed here, because Metadata requests name no partitions (got 0)',
    ],
    [
      'an unknown field',
      ({ faults }) => faults.on('Produce', { borker: 1 } as object),
      'fault.borker: not allowed here, because a scope has only on, topic',
    ],
    ['nth(0)', ({ faults }) => faults.on('Produce').nth(0), 'fault.nth: expected a whole number above 0, got 0'],
    [
      'a probability above 1',
      ({ faults }) => faults.on('Produce').chance(2, 1),
      'fault.chance: expected a ratio of at most 1, such as [1, 10], got [2, 1]',
    ],
    [
      'a negative delay',
      ({ faults }) => faults.on('Produce').delayRequest(-1),
      'fault.delayMs: expected a whole number of ms, 0 or more, got -1',
    ],
    [
      'a window that ends before it begins',
      ({ faults }) => faults.on('Produce', { fromMs: 9, untilMs: 5 }),
      'fault.untilMs: expected a time after 9 ms, got 5',
    ],
    [
      'stale metadata in a Produce',
      ({ faults }) => faults.on('Produce').staleMetadata(5),
      "fault.do: 'staleMetadata' cannot act on Produce requests, because only Metadata responses say which broker leads",
    ],
    [
      'a corrupt batch in a Fetch',
      ({ faults }) => faults.on('Fetch').corruptBatch(),
      "fault.do: 'corruptBatch' cannot act on Fetch requests",
    ],
    [
      'a throttle in WriteTxnMarkers',
      ({ faults }) => faults.on('WriteTxnMarkers').throttle(5),
      "fault.do: 'throttle' cannot act on WriteTxnMarkers requests, because their responses have no throttle time",
    ],
  ])('because of %s', (_what, script, message) => {
    expect(() => script(makeSimulation())).toThrow(FaultError);
    expect(() => script(makeSimulation())).toThrow(message);
  });

  it.each<[string, (sim: Simulation) => unknown]>([
    ['a time window in the past', ({ faults }) => faults.on('Produce', { untilMs: 99 }).disconnect()],
    ['a release time in the past', ({ faults }) => faults.on('Produce').holdRequest(99)],
  ])('because of %s', (_what, script) => {
    const sim = makeSimulation();
    sim.advance(100);
    expect(() => script(sim)).toThrow('expected a time that has not passed (it is 100 ms), got 99');
  });
});

describe('A selection of requests', () => {
  const on = (...args: readonly unknown[]): FaultTrigger => new Simulation().faults.on(...(args as [never]));

  it.each([
    [[], 'fault.on: expected the name of an API, such as "Produce", got nothing'],
    [['Prodcue'], 'fault.on: expected the name of an API, such as "Produce", got "Prodcue". Did you mean \'Produce\'?'],
    [['Produce', 'payments'], 'on(api, scope): expected a scope such as { topic: \'payments\' }, got "payments"'],
    [['Produce', null], "on(api, scope): expected a scope such as { topic: 'payments' }, got null"],
    [['Produce', { topics: 't' }], '(got "t"). Did you mean \'topic\'?'],
    [['Produce', { topic: 't', partition: 1n }], 'fault.partition: expected the number of a partition, got 1n'],
    [['Produce', { fromMs: '5' }], 'fault.fromMs: expected a whole number of ms, 0 or more, got "5"'],
  ])('is not made by on(%s)', (args, message) => {
    expect(() => on(...args)).toThrow(FaultError);
    expect(() => on(...args)).toThrow(message);
  });

  it.each(['2', 0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2n])('takes no request for the count %s', (count) => {
    const message = ': expected a whole number above 0, got ';
    expect(() => on('Produce').nth(count as number)).toThrow(`fault.nth${message}`);
    expect(() => on('Produce').times(count as number)).toThrow(`fault.times${message}`);
  });

  it('does not ignore an argument', () => {
    const trigger = on('Produce') as unknown as { once(count: number): unknown };
    expect(() => trigger.once(2)).toThrow('once(): expected 0 arguments at most, got 1');
    const lose = on('Produce') as unknown as { loseResponse(ms: number): unknown };
    expect(() => lose.loseResponse(5)).toThrow('loseResponse(): expected 0 arguments at most, got 1');
  });

  it('names the nearest error', () => {
    expect(() => on('Produce').respond('NOT_ENOUGH_REPLICA' as 'NOT_ENOUGH_REPLICAS')).toThrow(
      'got "NOT_ENOUGH_REPLICA". Did you mean \'NOT_ENOUGH_REPLICAS\'?',
    );
  });
});
