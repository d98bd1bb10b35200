/** Covers: src/real-clients/account. Guarantees and the verdict know what kafkajs has sent, and what it was acknowledged. */
import { Simulation, type SimulationOptions, StringSerializer } from 'kafka-trial';
import 'kafka-trial/real-clients';
import type { Message, Producer, ProducerConfig } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { kafkaOf } from '../kafkajs-flows.ts';

let sim: Simulation;

afterEach(() => sim.close());

function openSimulation(options: SimulationOptions = {}): void {
  sim = new Simulation({ seed: 7, guarantees: 'all', ...options });
  sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
  sim.realClients.install();
}

function run(
  program: (send: (...messages: Message[]) => Promise<unknown>, producer: Producer) => Promise<unknown>,
  config: ProducerConfig = {},
): Promise<unknown> {
  return sim.run(async () => {
    const producer = kafkaOf().producer(config);
    await producer.connect();
    await program((...messages) => producer.send({ topic: 'orders', messages }), producer);
  });
}

describe('The verdict on kafkajs', () => {
  it('counts its records, with their outcomes and offsets', async () => {
    openSimulation();
    await run((send) => send({ value: 'one' }, { value: 'two' }));
    expect(sim.verdict()).toMatchObject({
      acknowledged: 2,
      records: [
        { producer: 'shop', number: 1, topic: 'orders', partition: 0, fate: 'acknowledged', offset: 0 },
        { producer: 'shop', number: 2, offset: 1 },
      ],
      notes: [],
    });
  });

  it('finds a record that a retry has stored twice, and says what the content does not tell', async () => {
    openSimulation({ breaks: ['NoDuplicateWithIdempotence'] });
    sim.faults.on('Produce').nth(1).breakBeforeResponse();
    await run((send) => send({ value: 'one' }));
    const verdict = sim.verdict();
    expect(verdict.records).toHaveLength(1);
    expect(verdict.duplicated).toMatchObject([
      { text: 'record 1 of shop (orders-0) is stored 2 times, at offsets 0, 1.' },
    ]);
    expect(verdict.notes).toEqual([
      'Record 1 of shop (orders-0) was sent again, by the client or by the program: its content does not tell which. Keys or ids in the records would.',
    ]);
    expect(`${verdict}`).toContain(verdict.notes[0]);
    expect(verdict.duplicated[0]?.traceLines.join('\n')).toMatch(
      /shop +batch sent .*try=1[\s\S]*shop +batch sent .*try=2/,
    );
  });

  it('fails the run for it without being asked to', async () => {
    openSimulation();
    sim.faults.on('Produce').nth(1).delayResponse(31_000);
    await expect(run((send) => send({ value: 'one' }))).rejects.toMatchObject({
      guarantee: 'NoDuplicateWithIdempotence',
    });
  });

  it('finds nothing if the producer is idempotent', async () => {
    openSimulation();
    sim.faults.on('Produce').nth(1).breakBeforeResponse();
    await run((send) => send({ value: 'one' }, { value: 'one' }), { idempotent: true });
    expect(sim.verdict()).toMatchObject({ acknowledged: 2, duplicated: [], notes: [] });
  });

  it('finds nothing if a response comes between the timeout and the retry of an idempotent producer', async () => {
    for (let delayMs = 30_000; delayMs < 30_200; delayMs += 10) {
      openSimulation();
      sim.faults.on('Produce').nth(1).delayResponse(delayMs);
      await run((send) => send({ value: 'one' }), { idempotent: true });
      expect(sim.verdict(), `${delayMs}`).toMatchObject({ acknowledged: 1, lost: [], duplicated: [], notes: [] });
      expect(sim.verdict().records).toHaveLength(1);
      sim.close();
    }
  });

  it('takes equal records for two if the first was acknowledged, or both are in one request', async () => {
    openSimulation();
    await run(async (send) => {
      await send({ value: 'one' }, { value: 'one' });
      await send({ value: 'one' });
    });
    expect(sim.verdict()).toMatchObject({ acknowledged: 3, duplicated: [], notes: [] });
  });

  it('takes equal records for two if they are sent at once, and says so', async () => {
    openSimulation();
    await run((send) => Promise.all([send({ value: 'one' }), send({ value: 'one' })]));
    expect(sim.verdict()).toMatchObject({ acknowledged: 2, duplicated: [] });
    expect(sim.verdict().notes).toMatchObject([expect.stringContaining('taken for another record')]);
  });

  it('finds a record that was acknowledged and then lost', async () => {
    openSimulation({ breaks: ['NoAcknowledgedRecordLost'] });
    await run(async (_send, producer) => {
      for (const follower of ['broker-2', 'broker-3']) sim.faults.pause(follower, { forMs: 5_000 });
      // By then, the leader has answered the fetches that had reached it.
      await sim.sleep(1_000);
      await producer.send({ topic: 'orders', acks: 1, messages: [{ value: 'one' }] });
      sim.crash('broker-1');
      await sim.sleep(30_000);
    });
    expect(sim.verdict()).toMatchObject({ acknowledged: 1, lost: [{ record: { producer: 'shop', number: 1 } }] });
  });

  it('finds records that are stored in another order than they were sent', async () => {
    openSimulation({ breaks: ['OrderPerProducerAndPartition'] });
    sim.faults.on('Produce').nth(1).respond('NOT_ENOUGH_REPLICAS');
    await run(async (send) => {
      const first = send({ value: 'one' });
      await sim.sleep(10);
      await Promise.all([first, send({ value: 'two' })]);
    });
    expect(sim.topic('orders').values()).toEqual(['two', 'one']);
    expect(sim.verdict().reordered).toMatchObject([{ record: { number: 1 } }]);
  });

  it('knows a record that was refused for good, and one without an outcome', async () => {
    openSimulation();
    sim.faults.on('Produce').nth(1).respond('MESSAGE_TOO_LARGE');
    sim.faults.on('Produce').nth(2).holdResponse();
    await run(async (send) => {
      await send({ value: 'one' }).catch(() => {});
      void send({ value: 'two' }).catch(() => {});
      await sim.sleep(500);
    });
    expect(sim.verdict()).toMatchObject({
      failed: 1,
      unknown: 1,
      records: [{ error: { name: 'RecordTooLargeException' } }, {}],
    });
  });

  it('knows one record that was refused among good ones', async () => {
    openSimulation();
    sim.faults.on('Produce', { client: 'shop', value: 'poison' }).respond('INVALID_RECORD');
    await run(async (send) => {
      await send({ value: 'one' });
      await expect(send({ value: 'two' }, { value: 'poison' })).rejects.toThrow(
        'This record has failed the validation on broker',
      );
      await send({ value: 'three' });
    });
    expect(sim.topic('orders').values()).toEqual(['one', 'three']);
    expect(sim.verdict()).toMatchObject({ acknowledged: 2, failed: 2 });
  });

  it('tells clients and own producers apart', async () => {
    openSimulation();
    const own = sim.producer({
      'client.id': 'shop',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    await run(async (send) => {
      await send({ value: 'one' });
      await own.send({ topic: 'orders', value: 'two' }).get();
    });
    expect(sim.verdict().records.map(({ producer, fate }) => `${producer} ${fate}`)).toEqual([
      'shop acknowledged',
      'shop (2) acknowledged',
    ]);
  });

  it('follows transactions', async () => {
    openSimulation();
    await run(
      async (_send, producer) => {
        for (const value of ['kept', 'dropped']) {
          const transaction = await producer.transaction();
          await transaction.send({ topic: 'orders', messages: [{ value }] });
          await (value === 'kept' ? transaction.commit() : transaction.abort());
        }
      },
      { idempotent: true, maxInFlightRequests: 1, transactionalId: 'shop-1' },
    );
    expect(sim.verdict()).toMatchObject({ acknowledged: 2 });
    const [shop] = sim.trial.producers;
    expect(shop?.sends.map(({ transaction }) => transaction?.outcome)).toEqual(['committed', 'aborted']);
  });

  it('takes no account of them without guarantees', async () => {
    openSimulation({ guarantees: 'none' });
    await run((send) => send({ value: 'one' }));
    expect(sim.trial.producers).toEqual([]);
  });
});
