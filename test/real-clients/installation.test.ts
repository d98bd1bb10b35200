/** Covers: src/real-clients/installation.ts, src/real-clients/index.ts, src/simulation/real-clients.ts. What an installation takes over, refuses and gives back. */
import crypto from 'node:crypto';
import net, * as namesOfNet from 'node:net';
import tls from 'node:tls';
import zlib from 'node:zlib';
import { Simulation } from 'kafka-trial';
import 'kafka-trial/real-clients';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it, vi } from 'vitest';

const open: Simulation[] = [];

function openSimulation(): Simulation {
  const sim = new Simulation({ seed: 7 });
  sim.createTopic('orders', { partitions: 1 });
  open.push(sim);
  return sim;
}

afterEach(() => {
  for (const sim of open.splice(0)) sim.close();
  vi.useRealTimers();
});

async function send(kafka: Kafka, value = 'one'): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: 'orders', messages: [{ value }] });
  await producer.disconnect();
}

const QUIET = { logLevel: logLevel.NOTHING };
const kafkaAt = (broker: string): Kafka => new Kafka({ brokers: [broker], ...QUIET });

/** What is taken over. */
function functionsOfTheHost(): readonly unknown[] {
  const handle = (zlib.createGzip() as unknown as { _handle: object })._handle;
  const taken: readonly [object, string][] = [
    ...['connect', 'createConnection'].map((name): [object, string] => [net, name]),
    [tls, 'connect'],
    [namesOfNet, 'connect'],
    ...['randomBytes', 'randomUUID', 'randomInt', 'randomFill', 'randomFillSync'].map((name): [object, string] => [
      crypto,
      name,
    ]),
    [Math, 'random'],
    [globalThis.crypto, 'getRandomValues'],
    [globalThis.crypto, 'randomUUID'],
    [globalThis, 'setTimeout'],
    [globalThis, 'Date'],
    [handle, 'init'],
    [handle, 'write'],
  ];
  return taken.map(([object, name]) => Reflect.get(object, name) as unknown);
}

describe('sim.realClients.install()', () => {
  it('takes over functions of the host, and sim.close() gives all of them back', () => {
    const before = functionsOfTheHost();
    const sim = openSimulation();
    sim.realClients.install();
    const after = functionsOfTheHost();
    expect(after.map((one, i) => one === before[i])).toEqual(before.map(() => false));
    sim.close();
    expect(functionsOfTheHost().map((one, i) => one === before[i])).toEqual(before.map(() => true));
  });

  it('returns its undo, and may be called again after that', async () => {
    const sim = openSimulation();
    const before = net.connect;
    sim.realClients.install()();
    expect(net.connect).toBe(before);
    expect(sim.timers.clock).toBe('real');
    sim.realClients.install();
    await sim.run(() => send(kafkaAt('broker-1:9092')));
    expect(sim.topic('orders').values()).toEqual(['one']);
  });

  it('uses timers that the simulation has installed already, and leaves them', () => {
    const sim = openSimulation();
    sim.timers.install();
    sim.realClients.install()();
    expect(sim.timers.clock).toBe('virtual');
  });

  it('is refused a second time, and for another simulation', () => {
    const sim = openSimulation();
    sim.realClients.install();
    expect(() => sim.realClients.install()).toThrow(/of this simulation are installed already/);
    expect(() => openSimulation().realClients.install()).toThrow(/of another simulation are installed/);
  });

  it('is refused if timers are faked and not followed, and says what is missing', () => {
    vi.useFakeTimers();
    const before = net.connect;
    const sim = openSimulation();
    expect(() => sim.realClients.install()).toThrow(/setTimeout and Date are missing, since they are faked/);
    expect(net.connect).toBe(before);
  });

  it('works with fake timers that the simulation follows', async () => {
    vi.useFakeTimers();
    const sim = openSimulation();
    sim.timers.follow();
    sim.realClients.install();
    const sending = send(kafkaAt('broker-1:9092'));
    await vi.advanceTimersByTimeAsync(100);
    await sending;
    expect(sim.topic('orders').values()).toEqual(['one']);
  });

  it.each([
    [{ adresses: {} }, /there is no option 'adresses'|Unknown option 'adresses'/i],
    [{ addresses: { localhost: 'broker-1' } }, /option 'addresses'.* 'localhost:9092'/],
    [{ addresses: { 'localhost:9092': 'broker-7' } }, /'localhost:9092'.*broker-1, broker-2, broker-3/],
    [{ maxIdleMs: 0 }, /maxIdleMs/],
    [{ profile: 'kafka-0.8' }, /profile/],
  ])('refuses the options %j', (options, message) => {
    expect(() => openSimulation().realClients.install(options as object)).toThrow(message);
  });

  it('draws random numbers from the seed, the same in each simulation', () => {
    const draw = (): readonly unknown[] => {
      const sim = openSimulation();
      sim.realClients.install();
      const drawn = [
        Math.random(),
        crypto.randomBytes(4).toString('hex'),
        crypto.randomUUID(),
        crypto.randomInt(1_000),
        crypto.randomInt(5, 8),
        globalThis.crypto.randomUUID(),
        globalThis.crypto.getRandomValues(new Uint32Array(2)).join(),
        crypto.getRandomValues(new Uint8Array(4)).join(),
        crypto.randomFillSync(Buffer.alloc(8), 2, 4).toString('hex'),
      ];
      sim.close();
      return drawn;
    };
    const first = draw();
    expect(draw()).toEqual(first);
    expect(first[2]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(first[8]).toMatch(/^0000[\da-f]{8}0000$/);
    expect(Math.random()).not.toBe(first[0]);
  });

  it('calls back with random bytes', async () => {
    const sim = openSimulation();
    sim.realClients.install();
    const bytes = await sim.run(
      () => new Promise((resolve) => crypto.randomBytes(4, (_error, drawn) => resolve(drawn))),
    );
    expect(bytes).toHaveLength(4);
    expect(sim.nowMs).toBe(0);
  });
});

describe('Connections', () => {
  it('reach a broker at another address', async () => {
    const sim = openSimulation();
    sim.realClients.install({ addresses: { 'localhost:9092': 'broker-1' } });
    await sim.run(() => send(kafkaAt('localhost:9092')));
    expect(sim.topic('orders').values()).toEqual(['one']);
  });

  it('reach a broker by TLS', async () => {
    const sim = openSimulation();
    sim.realClients.install();
    await sim.run(() => send(new Kafka({ brokers: ['broker-1:9092'], ssl: true, ...QUIET })));
    expect(sim.topic('orders').values()).toEqual(['one']);
  });

  it('reach other addresses on the real network', async () => {
    const server = net.createServer((socket) => socket.end('real')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    const sim = openSimulation();
    sim.realClients.install();
    const read = (): Promise<string> =>
      new Promise((resolve) => net.connect(port, '127.0.0.1').once('data', (data) => resolve(data.toString())));
    expect(await sim.run(() => sim.outside(read))).toBe('real');
    expect(sim.nowMs).toBe(0);
    expect(sim.trace.lines.join('\n')).toContain(
      `real connection     to=127.0.0.1:${port} because="no broker of the simulation has this address"`,
    );
    server.close();
  });

  it('are refused at an address that brokers advertise, and where none is', async () => {
    const sim = new Simulation({ brokers: 1, config: { 'advertised.listeners': 'PLAINTEXT://elsewhere:9092' } });
    open.push(sim);
    sim.createTopic('orders', { partitions: 1, replicationFactor: 1 });
    sim.realClients.install();
    await expect(sim.run(() => send(kafkaAt('broker-1:9092')))).rejects.toThrow('ECONNREFUSED elsewhere:9092');
    expect(sim.topic('orders').values()).toEqual([]);
  });

  it('reach a broker at the address that it advertises, if it is named there', async () => {
    const sim = new Simulation({ brokers: 1, config: { 'advertised.listeners': 'PLAINTEXT://localhost:9092' } });
    open.push(sim);
    sim.createTopic('orders', { partitions: 1, replicationFactor: 1 });
    sim.realClients.install({ addresses: { 'localhost:9092': 'broker-1' } });
    await sim.run(() => send(kafkaAt('localhost:9092')));
    expect(sim.topic('orders').values()).toEqual(['one']);
  });

  it('offer older versions of the protocol with the profile kafka-2.4', async () => {
    const sim = openSimulation();
    sim.realClients.install({ profile: 'kafka-2.4' });
    await sim.run(() => send(kafkaAt('broker-1:9092')));
    expect(sim.topic('orders').values()).toEqual(['one']);
  });

  it('are closed by a broker that gets what is no request', async () => {
    const sim = openSimulation();
    sim.realClients.install();
    const events: string[] = [];
    await sim.run(
      () =>
        new Promise<void>((resolve) => {
          const socket = net.connect({ host: 'broker-1', port: 9092 }, () =>
            socket.write(Buffer.from('GET / HTTP/1.1')),
          );
          for (const event of ['connect', 'end', 'error']) socket.on(event, () => events.push(event));
          socket.on('close', () => resolve());
        }),
    );
    expect(events).toEqual(['connect', 'end']);
    expect(sim.trace.lines.join('\n')).toContain('sends what brokers do not accept');
  });

  it('are refused by a broker that is down, as Node says it', async () => {
    const sim = openSimulation();
    sim.realClients.install();
    sim.crash('broker-2');
    const error = await sim.run(() => new Promise((resolve) => net.connect(9092, 'broker-2').once('error', resolve)));
    expect(error).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect', address: 'broker-2', port: 9092 });
  });

  it('time out after the idle time that the client has set', async () => {
    const sim = openSimulation();
    sim.realClients.install();
    await sim.run(() => new Promise<void>((resolve) => net.connect(9092, 'broker-1').setTimeout(5_000, resolve)));
    expect(sim.nowMs).toBe(5_001);
  });
});

describe('sim.kafkajs()', () => {
  it('connects kafkajs under the name of the client, and changes nothing but time', async () => {
    const sim = openSimulation();
    sim.timers.install();
    const before = net.connect;
    await sim.run(() => send(new Kafka({ ...sim.kafkajs({ clientId: 'shop' }), ...QUIET })));
    expect(net.connect).toBe(before);
    expect(sim.topic('orders').values()).toEqual(['one']);
    expect(sim.trace.lines.find((line) => line.includes('Produce request'))).toMatch(/ shop +Produce request/);
  });

  it('is refused without virtual timers, and says what is missing', () => {
    expect(() => openSimulation().kafkajs()).toThrow(/setTimeout and Date are missing.*sim.timers.install\(\)/);
  });
});
