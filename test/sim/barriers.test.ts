/** Covers: src/sim/barrier.ts, src/sim/link.ts, src/sim/connection.ts, src/sim/network.ts */
import { Barrier, hold, Kernel, Network, PASS, RandomStream, type Socket } from 'kafka-trial/sim';
import { beforeEach, describe, expect, it } from 'vitest';

let kernel: Kernel;
let network: Network<string>;
let said: string[];

const say = (what: string): void => void said.push(`${kernel.now()} ${what}`);

function connect(): Socket<string> {
  return network.connect('client', 'server:1', {
    connected: () => say('connected'),
    refused: () => say('refused'),
    received: (payload) => say(`client got ${payload}`),
    disconnected: () => say('client lost'),
  });
}

beforeEach(() => {
  kernel = new Kernel({ startMs: 0 });
  network = new Network(kernel, RandomStream.fromSeed(1), { latency: { minMs: 2, maxMs: 2 } });
  said = [];
  network.listen('server:1', 'server', (server) => ({
    received: (payload) => {
      say(`server got ${payload}`);
      server.send('answer', `re ${payload}`);
    },
    disconnected: () => say('server lost'),
  }));
});

function connected(): Socket<string> {
  const socket = connect();
  kernel.run({});
  said.length = 0;
  return socket;
}

describe('A closed link', () => {
  it('holds messages back, and delivers them in order when it opens', () => {
    const socket = connected();
    const open = network.closeLink('client', 'server');
    socket.send('a', '1');
    socket.send('a', '2');
    kernel.run({ untilMs: 100 });
    expect(said).toEqual([]);
    open();
    socket.send('a', '3');
    kernel.run({});
    expect(said.filter((line) => line.includes('server'))).toEqual([
      '102 server got 1',
      '102 server got 2',
      '102 server got 3',
    ]);
  });

  it('is closed in one direction: the response waits, the request does not', () => {
    const socket = connected();
    const open = network.closeLink('server', 'client');
    socket.send('a', '1');
    kernel.run({ untilMs: 50 });
    expect(said).toEqual(['4 server got 1']);
    open();
    kernel.run({});
    expect(said).toEqual(['4 server got 1', '52 client got re 1']);
  });

  it('holds new connections back as well', () => {
    const open = network.closeLink('client', 'server');
    connect();
    kernel.run({ untilMs: 50 });
    expect(said).toEqual([]);
    open();
    expect(said).toEqual(['50 connected']);
  });

  it('that is closed twice opens when both are undone; undoing again has no effect', () => {
    const socket = connected();
    const [first, second] = [network.closeLink('client', 'server'), network.closeLink('client', 'server')];
    socket.send('a', '1');
    first();
    first();
    kernel.run({ untilMs: 10 });
    expect(said).toEqual([]);
    second();
    kernel.run({});
    expect(said).toEqual(['12 server got 1', '14 client got re 1']);
  });

  it('loses the waiting messages of a host that goes down, but still reports that it went down', () => {
    const socket = connected();
    const open = network.closeLink('client', 'server');
    socket.send('a', '1');
    network.hostDown('client');
    kernel.run({ untilMs: 10 });
    expect(said).toEqual([]);
    open();
    kernel.run({});
    expect(said).toEqual(['12 server lost']);
  });
});

describe('A slow link', () => {
  it('delays messages of one direction by exactly the given time until it is undone', () => {
    const socket = connected();
    const undo = network.slowLink('client', 'server', 100);
    const startMs = kernel.now();
    socket.send('a', '1');
    kernel.run({});
    expect(kernel.now() - startMs).toBe(104);
    undo();
    undo();
    socket.send('a', '2');
    kernel.run({});
    expect(kernel.now() - startMs).toBe(108);
  });
});

describe('A held message', () => {
  it('waits, and so do all later ones, until its barrier opens', () => {
    const socket = connected();
    const barrier = new Barrier();
    network.rules.install(({ payload }) => (payload === '1' && barrier.isClosed ? hold(barrier) : PASS));
    socket.send('a', '1');
    socket.send('a', '2');
    kernel.run({ untilMs: 20 });
    expect(said).toEqual([]);
    expect(barrier.length).toBe(2);
    barrier.open();
    kernel.run({});
    expect(said.slice(0, 2)).toEqual(['22 server got 1', '22 server got 2']);
  });

  it('behind another one waits for the barrier of that one, then for its own', () => {
    const socket = connected();
    const barriers = new Map([
      ['1', new Barrier()],
      ['2', new Barrier()],
    ]);
    network.rules.install(({ payload }) => {
      const barrier = barriers.get(payload);
      return barrier === undefined ? PASS : hold(barrier);
    });
    for (const payload of ['1', '2', '3']) socket.send('a', payload);
    kernel.run({ untilMs: 20 });
    barriers.get('1')?.open();
    kernel.run({ untilMs: 40 });
    expect(said).toEqual(['22 server got 1', '24 client got re 1']);
    barriers.get('2')?.open();
    kernel.run({});
    expect(said.slice(2)).toEqual(['42 server got 2', '42 server got 3', '44 client got re 2', '44 client got re 3']);
  });

  it('is delivered even after its sender has closed the connection, like a late packet', () => {
    const socket = connected();
    const barrier = new Barrier();
    network.rules.install(() => hold(barrier));
    socket.send('a', '1');
    socket.close();
    kernel.run({ untilMs: 20 });
    expect(said).toEqual([]);
    barrier.open();
    kernel.run({});
    expect(said).toEqual(['22 server got 1', '22 server lost']);
  });
});

describe('A paused host', () => {
  it('holds everything back, new connections included, until its last pause is undone', () => {
    const socket = connected();
    const [first, second] = [network.pauseHost('server'), network.pauseHost('server')];
    socket.send('a', '1');
    connect();
    first();
    first();
    kernel.run({ untilMs: 50 });
    expect(said).toEqual([]);
    second();
    kernel.run({});
    expect(said).toEqual(['50 connected', '52 server got 1', '54 client got re 1']);
  });

  it('reads what has reached it although the sender is gone', () => {
    const socket = connected();
    const resume = network.pauseHost('server');
    socket.send('a', '1');
    kernel.run({ untilMs: 50 });
    network.hostDown('client');
    resume();
    kernel.run({});
    expect(said).toEqual(['52 server got 1', '52 server lost']);
  });

  it('also holds back links that are created while it is paused', () => {
    const resume = network.pauseHost('client');
    connect();
    kernel.run({ untilMs: 50 });
    expect(said).toEqual([]);
    resume();
    expect(said).toEqual(['50 connected']);
  });
});

describe('Refused connections', () => {
  it('are chosen by a function; existing connections stay', () => {
    const socket = connected();
    const asked: string[] = [];
    const undo = network.refuseConnections('server', (from) => asked.push(from) === 1);
    connect();
    connect();
    socket.send('a', '1');
    kernel.run({});
    expect(asked).toEqual(['client', 'client']);
    expect(said).toEqual(['4 refused', '4 connected', '4 server got 1', '6 client got re 1']);
    undo();
    connect();
    kernel.run({});
    expect(asked).toHaveLength(2);
  });
});

describe('A network', () => {
  it('knows the hosts that listen or have tried to connect', () => {
    expect(['server', 'client'].map((host) => network.knows(host))).toEqual([true, false]);
    connect();
    expect(network.knows('client')).toBe(true);
  });
});
