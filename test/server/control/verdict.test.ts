/** The verdict on clients of a served cluster, over TCP. */
import { Kafka, type Producer, type ProducerConfig } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { Simulation, type SimulationOptions } from '../../../src/index.ts';
import { HttpControl } from '../../../src/server/control/http-control.ts';
import { ClusterServer } from '../../../src/server/tcp/cluster-server.ts';

const undos: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).toReversed()) await undo();
});

interface Served {
  readonly producer: (config?: ProducerConfig) => Promise<Producer>;
  readonly call: (method: string, path: string, body?: object) => Promise<unknown>;
}

async function served(options: SimulationOptions = {}): Promise<Served> {
  const sim = new Simulation({
    network: { latencyMs: 0 },
    guarantees: ['NoDuplicateWithIdempotence', 'TransactionsAllOrNothing'],
    ...options,
  });
  sim.createTopic('orders', { partitions: 1, replicationFactor: options.brokers ?? 3 });
  const server = await ClusterServer.start(sim, { port: 0, log: () => {} });
  undos.push(() => server.close());
  const control = await HttpControl.start(server, 0);
  undos.push(() => control.close());
  const brokers = server.brokers.map(({ host, port }) => `${host}:${port}`);
  return {
    producer: async (config = {}) => {
      const producer = new Kafka({ clientId: 'shop', brokers, logLevel: 0 }).producer(config);
      await producer.connect();
      undos.push(() => producer.disconnect());
      return producer;
    },
    call: async (method, path, body) =>
      (await fetch(`${control.url}${path}`, { method, ...(body && { body: JSON.stringify(body) }) })).json(),
  };
}

const send = (producer: Producer, ...values: string[]): Promise<unknown> =>
  producer.send({ topic: 'orders', messages: values.map((value) => ({ key: 'Ada', value })) });

describe('The verdict on clients of a served cluster', () => {
  it('counts what they were acknowledged', async () => {
    const { producer, call } = await served();
    await send(await producer(), 'one', 'two');
    expect(await call('GET', '/verdict')).toEqual({
      sent: 2,
      acknowledged: 2,
      failed: 0,
      unknown: 0,
      lost: [],
      duplicated: [],
      reordered: [],
      phantom: [],
      violations: [],
      notes: [],
    });
  });

  it('names a record that a retry on another connection has stored twice, and the guarantee', async () => {
    const { producer, call } = await served();
    await call('POST', '/faults', { on: 'Produce', client: 'shop', nth: 2, do: 'breakBeforeResponse' });
    const shop = await producer({ retry: { initialRetryTime: 10 } });
    await send(shop, 'one');
    await send(shop, 'two');
    const text = 'record 2 of shop (orders-0) is stored 2 times, at offsets 1, 2.';
    expect(await call('GET', '/verdict')).toMatchObject({
      acknowledged: 2,
      duplicated: [
        { client: 'shop', number: 2, topic: 'orders', partition: 0, offset: 2, key: 'Ada', value: 'two', text },
      ],
      violations: [{ guarantee: 'NoDuplicateWithIdempotence', problem: text }],
      notes: [expect.stringContaining('Record 2 of shop')],
    });
  });

  it('finds nothing wrong if the producer is idempotent', async () => {
    const { producer, call } = await served();
    await call('POST', '/faults', { on: 'Produce', nth: 1, do: 'breakBeforeResponse' });
    await send(await producer({ idempotent: true, retry: { initialRetryTime: 10, retries: 5 } }), 'one');
    expect(await call('GET', '/verdict')).toMatchObject({ sent: 1, acknowledged: 1, duplicated: [], violations: [] });
  });

  it('names a record that was acknowledged and lost', async () => {
    const { producer, call } = await served({ brokers: 1, config: { 'broker.session.timeout.ms': 100 } });
    await send(await producer(), 'one');
    await call('POST', '/faults', { do: 'failDisk', broker: 1 });
    expect(await call('DELETE', '/faults')).toMatchObject({ brokersStarted: ['broker-1'] });
    // The broker starts again when its session has ended.
    await expect
      .poll(() => call('GET', '/verdict'))
      .toMatchObject({
        acknowledged: 1,
        lost: [{ client: 'shop', number: 1, offset: 0, value: 'one' }],
      });
  });

  it('says why there is none', async () => {
    const { call } = await served({ guarantees: 'none' });
    expect(await call('GET', '/verdict')).toEqual({
      error: expect.stringMatching(/^There is no verdict, because sent records are not logged/) as string,
    });
  });
});
