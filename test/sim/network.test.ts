/** Covers: src/sim/network.ts, src/sim/connection.ts, src/sim/rule.ts */
import {
  answer,
  DISCONNECT,
  DROP,
  delay,
  Kernel,
  Network,
  RandomStream,
  type Rule,
  type Socket,
} from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';

interface SetUp {
  kernel: Kernel;
  network: Network<string>;
  /** What happened, as `ms what`. */
  said: string[];
  socket: Socket<string>;
  accepted: Socket<string>[];
}

/** A client connected, or connecting, to a server that answers `x` with `re x`. */
function setUp(options: { minMs?: number; maxMs?: number; connected?: boolean; seed?: number } = {}): SetUp {
  const { minMs = 2, maxMs = minMs, connected = true, seed = 1 } = options;
  const kernel = new Kernel({ startMs: 0 });
  const network = new Network<string>(kernel, RandomStream.fromSeed(seed), { latency: { minMs, maxMs } });
  const said: string[] = [];
  const say = (what: string): void => void said.push(`${kernel.now()} ${what}`);
  const accepted: Socket<string>[] = [];
  network.listen('server:1', 'server', (server) => {
    accepted.push(server);
    return {
      received: (payload) => {
        say(`server got ${payload}`);
        server.send('answer', `re ${payload}`);
      },
      disconnected: () => say('server lost'),
    };
  });
  const socket = connectTo(network, 'server:1', say);
  if (connected) {
    kernel.run({});
    said.length = 0;
  }
  return { kernel, network, said, socket, accepted };
}

function connectTo(network: Network<string>, address: string, say: (what: string) => void): Socket<string> {
  return network.connect('client', address, {
    connected: () => say('connected'),
    refused: () => say('refused'),
    received: (payload) => say(`client got ${payload}`),
    disconnected: () => say('client lost'),
  });
}

describe('A connection', () => {
  it('is established one latency after connect(), and then delivers what was sent before', () => {
    const { kernel, said, socket } = setUp({ connected: false });
    socket.send('ask', 'a');
    kernel.run({});
    expect(said).toEqual(['2 connected', '4 server got a', '6 client got re a']);
  });

  it('works without latency, and still calls no handler inside a call', () => {
    const { kernel, said, socket } = setUp({ minMs: 0, connected: false });
    socket.send('ask', 'a');
    expect(said).toEqual([]);
    kernel.run({});
    expect(said).toEqual(['0 connected', '0 server got a', '0 client got re a']);
  });

  it('is refused after one latency if no host listens', () => {
    const { kernel, network, said } = setUp();
    const socket = connectTo(network, 'nobody:1', (what) => void said.push(`${kernel.now()} ${what}`));
    kernel.run({});
    expect(said).toEqual(['4 refused']);
    expect(socket.isOpen).toBe(false);
  });

  it('keeps the order of messages in each direction with random latencies', () => {
    const { kernel, said, socket } = setUp({ minMs: 0, maxMs: 50 });
    const sent = Array.from({ length: 100 }, (_, i) => `${i}`);
    sent.forEach((payload, i) => void kernel.schedule(i, () => socket.send('ask', payload)));
    kernel.run({});
    const got = (who: string): string[] =>
      said.filter((line) => line.includes(who)).map((line) => line.split(' ').pop() as string);
    expect(got('server got')).toEqual(sent);
    expect(got('client got')).toEqual(sent);
    expect(new Set(said.map((line) => line.split(' ')[0])).size).toBeGreaterThan(1);
  });

  it('behaves equally with the same seed, and differently with another', () => {
    const run = (seed: number): string[] => {
      const { kernel, said, socket } = setUp({ minMs: 0, maxMs: 1_000, seed });
      for (const payload of ['a', 'b', 'c']) kernel.schedule(100, () => socket.send('ask', payload));
      kernel.run({});
      return said;
    };
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it('closes after delivering what was sent before; the closing end receives nothing more', () => {
    const { kernel, network, said, socket, accepted } = setUp();
    socket.send('ask', 'a');
    socket.close();
    socket.send('ask', 'b');
    kernel.run({});
    expect(said).toEqual(['4 server got a', '4 server lost']);
    expect([socket.isOpen, accepted[0]?.isOpen]).toEqual([false, false]);
    expect(network.connectionCount).toBe(0);
  });

  it('that is closed while connecting never reaches the other side', () => {
    const { kernel, network, said, socket, accepted } = setUp({ connected: false });
    socket.close();
    kernel.run({});
    expect([said, accepted]).toEqual([[], []]);
    expect(network.connectionCount).toBe(0);
  });

  it('uses a new latency of a link from the next message on', () => {
    const { kernel, network, said, socket } = setUp();
    network.setLatency('server', 'client', { minMs: 30, maxMs: 30 });
    socket.send('ask', 'a');
    kernel.run({});
    expect(said).toEqual(['4 server got a', '34 client got re a']);
  });

  it('refuses a second listener at an address until the first is removed', () => {
    const { network } = setUp();
    const accept = (): never => {
      throw new Error('not called');
    };
    const undo = network.listen('x:1', 'x', accept);
    expect(() => network.listen('x:1', 'y', accept)).toThrow(/y cannot listen at x:1, because x already does/);
    undo();
    network.listen('x:1', 'y', accept);
  });

  it('refuses an invalid latency', () => {
    const { network } = setUp();
    expect(() => network.setLatency('a', 'b', { minMs: 3, maxMs: 2 })).toThrow(RangeError);
  });
});

describe('A host that goes down', () => {
  it('breaks its connections: the other side learns it one latency later, after the messages on their way', () => {
    const { kernel, network, said, socket, accepted } = setUp();
    accepted[0]?.send('news', 'last words');
    socket.send('ask', 'too late');
    network.hostDown('server');
    socket.send('ask', 'later still');
    kernel.run({});
    expect(said).toEqual(['4 client got last words', '4 client lost']);
    expect(network.connectionCount).toBe(0);
  });

  it('refuses connections until it is up again', () => {
    const { kernel, network, said } = setUp();
    const say = (what: string): void => void said.push(`${kernel.now()} ${what}`);
    network.hostDown('server');
    kernel.run({});
    connectTo(network, 'server:1', say);
    kernel.run({});
    network.hostUp('server');
    connectTo(network, 'server:1', say);
    kernel.run({});
    expect(said).toEqual(['4 client lost', '6 refused', '8 connected']);
  });

  it('is not notified itself, and receives nothing once it is up again', () => {
    const { kernel, network, said, socket, accepted } = setUp();
    accepted[0]?.send('news', 'on its way');
    network.hostDown('client');
    network.hostUp('client');
    kernel.run({});
    expect(said).toEqual(['4 server lost']);
    expect(socket.isOpen).toBe(false);
  });
});

describe('A rule', () => {
  function withRule(rule: Rule<string>): SetUp {
    const made = setUp();
    made.network.rules.install(rule);
    return made;
  }

  it('sees source, target, direction, kind and payload', () => {
    const seen: unknown[] = [];
    const { kernel, socket } = withRule((message) => {
      seen.push(message);
      return { kind: 'pass' };
    });
    socket.send('ask', 'a');
    kernel.run({});
    const request = {
      fromHost: 'client',
      toHost: 'server',
      direction: 'request',
      kind: 'ask',
      payload: 'a',
      socketId: 1,
      number: 1,
    };
    const response = {
      ...request,
      fromHost: 'server',
      toHost: 'client',
      direction: 'response',
      kind: 'answer',
      payload: 're a',
    };
    expect(seen).toEqual([request, response]);
  });

  it('delays a message, and later ones of the same direction', () => {
    const { kernel, said, socket } = withRule(({ payload }) => (payload === 'a' ? delay(100) : { kind: 'pass' }));
    socket.send('ask', 'a');
    socket.send('ask', 'b');
    kernel.run({});
    expect(said).toEqual(['104 server got a', '104 server got b', '106 client got re a', '106 client got re b']);
  });

  it('drops a message without notifying either side', () => {
    const { kernel, said, socket } = withRule(({ payload }) => (payload === 'a' ? DROP : { kind: 'pass' }));
    socket.send('ask', 'a');
    socket.send('ask', 'b');
    kernel.run({});
    expect(said).toEqual(['4 server got b', '6 client got re b']);
    expect(socket.isOpen).toBe(true);
  });

  it('disconnects: the message is lost and both sides are notified', () => {
    const { kernel, network, said, socket } = withRule(({ payload }) =>
      payload === 'a' ? DISCONNECT : { kind: 'pass' },
    );
    socket.send('ask', 'a');
    socket.send('ask', 'b');
    expect(said).toEqual([]);
    kernel.run({});
    expect(said).toEqual(['4 server lost', '4 client lost']);
    expect(network.connectionCount).toBe(0);
  });

  it('answers a request instead of the receiver, with the same latency', () => {
    const { kernel, said, socket } = withRule(({ payload }) =>
      payload === 'b' ? answer('made up') : { kind: 'pass' },
    );
    for (const payload of ['a', 'b', 'c']) socket.send('ask', payload);
    kernel.run({});
    expect(said).toEqual([
      '4 server got a',
      '4 server got c',
      '6 client got re a',
      '6 client got made up',
      '6 client got re c',
    ]);
  });

  it('cannot answer a response', () => {
    const { kernel, socket } = withRule(({ direction }) =>
      direction === 'response' ? answer('no') : { kind: 'pass' },
    );
    socket.send('ask', 'a');
    expect(() => kernel.run({})).toThrow(/only requests can be answered/);
  });

  it('that was installed first wins, until it is removed', () => {
    const { kernel, network, said, socket } = setUp();
    const undo = network.rules.install(({ direction }) => (direction === 'request' ? DROP : { kind: 'pass' }));
    network.rules.install(({ direction }) => (direction === 'request' ? delay(10) : { kind: 'pass' }));
    socket.send('ask', 'a');
    undo();
    socket.send('ask', 'b');
    kernel.run({});
    expect(said).toEqual(['14 server got b', '16 client got re b']);
  });

  it('refuses a negative delay', () => {
    expect(() => delay(-1)).toThrow(RangeError);
  });
});
