/** Connections, order, fault rules, and hosts going down. */
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

interface World {
  kernel: Kernel;
  network: Network<string>;
  /** What happened, as `ms what`. */
  said: string[];
  socket: Socket<string>;
  accepted: Socket<string>[];
}

/** A client connected, or connecting, to a server that answers `x` with `re x`. */
function world(options: { minMs?: number; maxMs?: number; connected?: boolean; seed?: number } = {}): World {
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
  it('stands one latency after connect, and carries then what was sent before', () => {
    const { kernel, said, socket } = world({ connected: false });
    socket.send('ask', 'a');
    kernel.run({});
    expect(said).toEqual(['2 connected', '4 server got a', '6 client got re a']);
  });

  it('works without any latency, and still never answers inside a call', () => {
    const { kernel, said, socket } = world({ minMs: 0, connected: false });
    socket.send('ask', 'a');
    expect(said).toEqual([]);
    kernel.run({});
    expect(said).toEqual(['0 connected', '0 server got a', '0 client got re a']);
  });

  it('is refused after one latency where nobody listens', () => {
    const { kernel, network, said } = world();
    const socket = connectTo(network, 'nobody:1', (what) => void said.push(`${kernel.now()} ${what}`));
    kernel.run({});
    expect(said).toEqual(['4 refused']);
    expect(socket.isOpen).toBe(false);
  });

  it('keeps the order of messages in each direction, however latencies are drawn', () => {
    const { kernel, said, socket } = world({ minMs: 0, maxMs: 50 });
    const sent = Array.from({ length: 100 }, (_, i) => `${i}`);
    sent.forEach((payload, i) => void kernel.schedule(i, () => socket.send('ask', payload)));
    kernel.run({});
    const got = (who: string): string[] =>
      said.filter((line) => line.includes(who)).map((line) => line.split(' ').pop() as string);
    expect(got('server got')).toEqual(sent);
    expect(got('client got')).toEqual(sent);
    expect(new Set(said.map((line) => line.split(' ')[0])).size).toBeGreaterThan(1);
  });

  it('tells the same story from the same seed, and another from another', () => {
    const story = (seed: number): string[] => {
      const { kernel, said, socket } = world({ minMs: 0, maxMs: 1_000, seed });
      for (const payload of ['a', 'b', 'c']) kernel.schedule(100, () => socket.send('ask', payload));
      kernel.run({});
      return said;
    };
    expect(story(7)).toEqual(story(7));
    expect(story(7)).not.toEqual(story(8));
  });

  it('closes after what was sent before; nothing reaches the closer any more', () => {
    const { kernel, network, said, socket, accepted } = world();
    socket.send('ask', 'a');
    socket.close();
    socket.send('ask', 'b');
    kernel.run({});
    expect(said).toEqual(['4 server got a', '4 server lost']);
    expect([socket.isOpen, accepted[0]?.isOpen]).toEqual([false, false]);
    expect(network.connectionCount).toBe(0);
  });

  it('closed while connecting never reaches the other side', () => {
    const { kernel, network, said, socket, accepted } = world({ connected: false });
    socket.close();
    kernel.run({});
    expect([said, accepted]).toEqual([[], []]);
    expect(network.connectionCount).toBe(0);
  });

  it('takes another latency for a link from the next message on', () => {
    const { kernel, network, said, socket } = world();
    network.setLatency('server', 'client', { minMs: 30, maxMs: 30 });
    socket.send('ask', 'a');
    kernel.run({});
    expect(said).toEqual(['4 server got a', '34 client got re a']);
  });

  it('needs an address of its own to listen at, until the listener is undone', () => {
    const { network } = world();
    const nobody = (): never => {
      throw new Error('not called');
    };
    const undo = network.listen('x:1', 'x', nobody);
    expect(() => network.listen('x:1', 'y', nobody)).toThrow(/y cannot listen at x:1, because x already does/);
    undo();
    network.listen('x:1', 'y', nobody);
  });

  it('refuses a latency that cannot be', () => {
    const { network } = world();
    expect(() => network.setLatency('a', 'b', { minMs: 3, maxMs: 2 })).toThrow(RangeError);
  });
});

describe('A host that goes down', () => {
  it('breaks its connections: the other side is told one latency later, after what was on its way', () => {
    const { kernel, network, said, socket, accepted } = world();
    accepted[0]?.send('news', 'last words');
    socket.send('ask', 'too late');
    network.hostDown('server');
    socket.send('ask', 'later still');
    kernel.run({});
    expect(said).toEqual(['4 client got last words', '4 client lost']);
    expect(network.connectionCount).toBe(0);
  });

  it('refuses connections until it is up again', () => {
    const { kernel, network, said } = world();
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

  it('is told nothing itself, and hears nothing when it is up again', () => {
    const { kernel, network, said, socket, accepted } = world();
    accepted[0]?.send('news', 'on its way');
    network.hostDown('client');
    network.hostUp('client');
    kernel.run({});
    expect(said).toEqual(['4 server lost']);
    expect(socket.isOpen).toBe(false);
  });
});

describe('A rule', () => {
  function with_(rule: Rule<string>): World {
    const made = world();
    made.network.rules.install(rule);
    return made;
  }

  it('sees who says what to whom', () => {
    const seen: unknown[] = [];
    const { kernel, socket } = with_((message) => {
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

  it('delays a message, and what follows it in its direction', () => {
    const { kernel, said, socket } = with_(({ payload }) => (payload === 'a' ? delay(100) : { kind: 'pass' }));
    socket.send('ask', 'a');
    socket.send('ask', 'b');
    kernel.run({});
    expect(said).toEqual(['104 server got a', '104 server got b', '106 client got re a', '106 client got re b']);
  });

  it('drops a message in silence', () => {
    const { kernel, said, socket } = with_(({ payload }) => (payload === 'a' ? DROP : { kind: 'pass' }));
    socket.send('ask', 'a');
    socket.send('ask', 'b');
    kernel.run({});
    expect(said).toEqual(['4 server got b', '6 client got re b']);
    expect(socket.isOpen).toBe(true);
  });

  it('disconnects: the message is lost and both sides are told', () => {
    const { kernel, network, said, socket } = with_(({ payload }) => (payload === 'a' ? DISCONNECT : { kind: 'pass' }));
    socket.send('ask', 'a');
    socket.send('ask', 'b');
    expect(said).toEqual([]);
    kernel.run({});
    expect(said).toEqual(['4 server lost', '4 client lost']);
    expect(network.connectionCount).toBe(0);
  });

  it('answers a request in the receiver’s place, in the time the receiver would have taken', () => {
    const { kernel, said, socket } = with_(({ payload }) => (payload === 'b' ? answer('made up') : { kind: 'pass' }));
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
    const { kernel, socket } = with_(({ direction }) => (direction === 'response' ? answer('no') : { kind: 'pass' }));
    socket.send('ask', 'a');
    expect(() => kernel.run({})).toThrow(/only requests can be answered/);
  });

  it('that was installed first wins, until it is undone', () => {
    const { kernel, network, said, socket } = world();
    const undo = network.rules.install(({ direction }) => (direction === 'request' ? DROP : { kind: 'pass' }));
    network.rules.install(({ direction }) => (direction === 'request' ? delay(10) : { kind: 'pass' }));
    socket.send('ask', 'a');
    undo();
    socket.send('ask', 'b');
    kernel.run({});
    expect(said).toEqual(['14 server got b', '16 client got re b']);
  });

  it('refuses a delay into the past', () => {
    expect(() => delay(-1)).toThrow(RangeError);
  });
});
