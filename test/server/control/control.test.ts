/** Covers: src/server/control. The control of a served cluster, by lines and over HTTP. */
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { Simulation } from '../../../src/index.ts';
import { HttpControl } from '../../../src/server/control/http-control.ts';
import { controlByLines } from '../../../src/server/control/line-control.ts';
import { ClusterServer } from '../../../src/server/tcp/cluster-server.ts';

const undos: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).toReversed()) await undo();
});

async function served(): Promise<ClusterServer> {
  const sim = new Simulation({ network: { latencyMs: 0 } });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  const server = await ClusterServer.start(sim, { port: 0, log: () => {} });
  undos.push(() => server.close());
  return server;
}

async function* these(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

describe('The control by lines', () => {
  async function answers(...lines: string[]): Promise<{ readonly texts: readonly string[]; readonly quits: boolean }> {
    const texts: string[] = [];
    const quits = await controlByLines(await served(), these(lines), (text) => texts.push(text.trimEnd()));
    return { texts, quits };
  }

  it('injects faults, lists and heals them', async () => {
    const plan = '{"on":"Produce","nth":1,"do":"loseResponse"}';
    const { texts } = await answers(`inject ${plan}`, 'faults', 'crash broker-2', 'heal', 'faults');
    const fault = '[{"description":"Produce, number 1: lose the response","fired":0}]';
    expect(texts).toEqual([fault, fault, '{"done":true}', '{"faultsRemoved":1,"brokersStarted":["broker-2"]}', '[]']);
  });

  it('injects faults at the present time unless they have another', async () => {
    const { texts } = await answers(
      'inject {"do":"crash","broker":2}',
      'faults',
      'inject {"do":"crash","broker":3,"atMs":90000}',
    );
    expect(texts.slice(1).flatMap((text) => JSON.parse(text) as object[])).toMatchObject([{ fired: 1 }, { fired: 0 }]);
  });

  it('shows the cluster', async () => {
    const { texts } = await answers('create orders 2', 'topics', 'records payments', 'shutdown 3', 'status');
    const [created, topics, records, , status] = texts.map((text) => JSON.parse(text) as unknown);
    expect(created).toEqual({ name: 'orders' });
    expect(topics).toMatchObject([
      { name: 'payments' },
      { name: 'orders', partitions: [{ partition: 0 }, { partition: 1 }] },
    ]);
    expect(records).toEqual([]);
    expect(status).toMatchObject({
      seed: 1,
      topics: 2,
      faults: 0,
      brokers: [{ isUp: true }, { isUp: true }, { isUp: false }],
    });
  });

  it.each([
    ['bogus', /There is no command 'bogus'\. The commands are status, /],
    ['crash', /crash needs an argument: crash BROKER/],
    ['crash broker-9', /There is no broker 'broker-9'/],
    ['status now', /status takes no argument/],
    ['inject {', /The plan is not JSON/],
    ['inject {"do":"explode"}', /plan\[0\]\.do: expected one of/],
    ['records nowhere', /There has never been a topic 'nowhere'/],
    ['create orders many', /create takes a whole number of partitions/],
  ])('explains the mistake in %s', async (line, problem) => {
    const { texts } = await answers(line);
    expect((JSON.parse(texts[0]!) as { error: string }).error).toMatch(problem);
  });

  it('ends with quit, and lists its commands with help', async () => {
    const { texts, quits } = await answers('help', '', 'quit', 'status');
    expect(quits).toBe(true);
    expect(texts).toEqual([expect.stringMatching(/^inject PLAN +start faults/m)]);
    expect((await answers('status')).quits).toBe(false);
  });
});

describe('The control over HTTP', () => {
  async function control(): Promise<(method: string, path: string, body?: string) => Promise<unknown>> {
    const http = await HttpControl.start(await served(), 0);
    undos.push(() => http.close());
    return async (method, path, body) =>
      (await fetch(`${http.url}${path}`, { method, ...(body !== undefined && { body }) })).json() as Promise<unknown>;
  }

  it('does what the commands do', async () => {
    const call = await control();
    expect(await call('POST', '/topics/orders?partitions=2')).toEqual({ name: 'orders' });
    expect(await call('GET', '/topics')).toHaveLength(2);
    expect(await call('GET', '/topics/orders/records')).toEqual([]);
    expect(await call('POST', '/faults', '[{"on":"Produce","do":"loseRequest"}]')).toHaveLength(1);
    expect(await call('GET', '/faults')).toHaveLength(1);
    expect(await call('POST', '/brokers/broker-1/crash')).toEqual({ done: true });
    expect(await call('DELETE', '/faults')).toEqual({ faultsRemoved: 1, brokersStarted: ['broker-1'] });
    expect(await call('GET', '/status')).toMatchObject({ topics: 2 });
  });

  it.each([
    [
      'GET',
      '/nowhere',
      /There is no GET \/nowhere\. There are: GET \/status, GET \/topics, GET \/topics\/NAME\/records, /,
    ],
    ['POST', '/brokers/broker-9/crash', /There is no broker 'broker-9'/],
  ])('explains the mistake in %s %s', async (method, path, problem) => {
    expect(await (await control())(method, path)).toEqual({ error: expect.stringMatching(problem) as string });
  });

  it('refuses requests under a name that is not of this machine', async () => {
    const http = await HttpControl.start(await served(), 0);
    undos.push(() => http.close());
    const status = await new Promise((resolve) => {
      const sent = request(`${http.url}/status`, { headers: { host: 'shop.example' } }, ({ statusCode }) =>
        resolve(statusCode),
      );
      sent.end();
    });
    expect(status).toBe(400);
  });
});
