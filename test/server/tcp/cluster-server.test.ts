import { afterEach, describe, expect, it } from 'vitest';
import { Simulation } from '../../../src/index.ts';
import { ClusterServer, type ClusterServerOptions } from '../../../src/server/tcp/cluster-server.ts';
import { apiVersionsFrame, framed, RawClient } from './frames.ts';

const open: ClusterServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function started(
  options: Partial<ClusterServerOptions> = {},
  sim = new Simulation({ network: { latencyMs: 0 } }),
): Promise<{ readonly server: ClusterServer; readonly lines: string[]; readonly client: () => RawClient }> {
  const lines: string[] = [];
  const server = await ClusterServer.start(sim, { port: 0, log: (line) => lines.push(line), ...options });
  open.push(server);
  return { server, lines, client: () => new RawClient(server.brokers[0]!.port) };
}

describe('A served cluster', () => {
  it('listens for each broker, on this machine only', async () => {
    const { server } = await started();
    expect(server.brokers.map(({ id, host }) => [id, host])).toEqual([1, 2, 3].map((id) => [id, '127.0.0.1']));
    expect(new Set(server.brokers.map(({ port }) => port)).size).toBe(3);
  });

  it('answers requests, also of several clients and in pieces', async () => {
    const { client } = await started();
    const [first, second] = [client(), client()];
    first.send(Buffer.concat([apiVersionsFrame(1), apiVersionsFrame(2)]));
    const frame = apiVersionsFrame(7);
    second.send(frame.subarray(0, 5));
    await new Promise((resolve) => setTimeout(resolve, 5));
    second.send(frame.subarray(5));
    expect([await first.next(), await first.next(), await second.next()]).toEqual([1, 2, 7]);
  });

  it.each([
    ['an API that does not exist', framed(Buffer.from([0x7f, 0xff, 0, 0, 0, 0, 0, 1, 0xff, 0xff]))],
    ['a negative size', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['a request that is too large', Buffer.from([0x7f, 0xff, 0xff, 0xff])],
    ['a request that ends too early', framed(Buffer.from([0, 3, 0, 1, 0, 0, 0, 1]))],
    ['text', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('closes a connection that sends %s, says why, and goes on serving others', async (_, bytes) => {
    const { client, lines } = await started();
    const [bad, good] = [client(), client()];
    bad.send(bytes);
    expect(await bad.next()).toBeNull();
    expect(lines).toEqual([expect.stringMatching(/^client-\d+: .*\. The connection was closed\.$/)]);
    good.send(apiVersionsFrame(3));
    expect(await good.next()).toBe(3);
  });

  it.each([
    ['3.6.1', 5],
    ['3.9', 5],
    ['4.3', null],
  ] as const)(
    'of brokers %s answers DeleteTopics in version 0 unless KIP-896 has removed it',
    async (brokerVersion, answer) => {
      const sim = new Simulation({ brokerVersion, network: { latencyMs: 0 } });
      const { client, lines } = await started({}, sim);
      const old = client();
      // Header, no topics, timeout.
      old.send(framed(Buffer.from([0, 20, 0, 0, 0, 0, 0, 5, 255, 255, 0, 0, 0, 0, 0, 0, 117, 48])));
      expect(await old.next()).toBe(answer);
      const problem = 'client-1: Version 0 of the API with key 20 is not supported. The connection was closed.';
      expect(lines).toEqual(answer === null ? [problem] : []);
    },
  );

  it('limits the number of connections', async () => {
    const { client, lines } = await started({ maxConnections: 1 });
    const first = client();
    first.send(apiVersionsFrame(1));
    expect(await first.next()).toBe(1);
    expect(await client().next()).toBeNull();
    expect(lines).toEqual(['client-2: There are 1 connections already. The connection was closed.']);
  });

  it('refuses connections to a broker that is down, and ends those it had', async () => {
    const { server, client } = await started();
    const before = client();
    before.send(apiVersionsFrame(1));
    expect(await before.next()).toBe(1);
    server.act(() => server.sim.crash('broker-1'));
    expect(await before.next()).toBeNull();
    expect(await client().next()).toBeNull();
  });

  it('plays faults in real time', async () => {
    const sim = new Simulation({ network: { latencyMs: 0 } });
    sim.at(20).crash('broker-1');
    const { client } = await started({}, sim);
    expect(await client().next()).toBeNull();
  });

  it('logs an error in its own code, and goes on', async () => {
    const { server, lines, client } = await started();
    server.act(() => {
      throw new Error('a bug');
    });
    expect(lines).toEqual([expect.stringContaining('Error: a bug')]);
    const after = client();
    after.send(apiVersionsFrame(4));
    expect(await after.next()).toBe(4);
  });

  it('says which port is in use', async () => {
    const { server } = await started();
    const { port } = server.brokers[0]!;
    await expect(started({ port })).rejects.toThrow('EADDRINUSE');
  });
});
