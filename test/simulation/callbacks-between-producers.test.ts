/**
 * Covers: src/producer/threads/calling-thread.ts, src/producer/context/callback-stops.ts: callbacks of one producer that send with
 * another. As in Java, they run on the I/O thread of the producer whose record has ended, and a call that waits stops that thread.
 */
import { type KafkaProducer, Simulation, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const S = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
type Producer = KafkaProducer<string, string>;

interface TwoProducers {
  readonly sim: Simulation;
  readonly a: Producer;
  readonly b: Producer;
  /** What has happened, each with its time: `120 pong`. */
  readonly events: string[];
  readonly note: (what: string) => void;
}

/** Runs a program with two producers that know the topic `t` and have a producer id. */
async function withTwo(config: object, program: (two: TwoProducers) => Promise<void>): Promise<TwoProducers> {
  const sim = new Simulation({ guarantees: 'all', config: { 'auto.create.topics.enable': false } });
  for (const name of ['t', 'other']) sim.createTopic(name, { partitions: 1, replicationFactor: 3 });
  const events: string[] = [];
  let startMs = 0;
  const two: TwoProducers = {
    sim,
    a: sim.producer({ ...S, 'client.id': 'a', ...config }),
    b: sim.producer({ ...S, 'client.id': 'b', ...config }),
    events,
    note: (what) => void events.push(`${sim.nowMs - startMs} ${what}`),
  };
  await sim.run(async () => {
    for (const producer of [two.a, two.b]) await producer.send({ topic: 't', value: 'first' });
    startMs = sim.nowMs;
    await program(two);
  });
  return two;
}

/** `TimeoutException` or the place of a record. */
const outcomeOf = (metadata: { toString(): string }, error: Error | null): string =>
  error === null ? String(metadata) : error.name;

describe('Two producers whose callbacks send to each other', () => {
  it('take turns, each with its own I/O thread, and no record waits for another', async () => {
    const { events, sim } = await withTwo({}, async ({ a, b, note, sim }) => {
      const play = (name: string, from: Producer, to: Producer, left: number): void => {
        from.send({ topic: 't', value: name }, () => {
          note(name);
          if (left > 0) play(name === 'ping' ? 'pong' : 'ping', to, from, left - 1);
        });
      };
      play('ping', a, b, 3);
      await sim.sleep(1_000);
    });
    expect(events).toEqual(['4 ping', '8 pong', '12 ping', '16 pong']);
    expect(sim.topic('t').values()).toEqual(['first', 'first', 'ping', 'pong', 'ping', 'pong']);
  });

  it('stop their own I/O threads while they wait, and not that of the producer that they call', async () => {
    const { events } = await withTwo({}, async ({ a, b, note, sim }) => {
      a.send({ topic: 't', value: 'of a' }, () => {
        note('callback of a');
        // B has no metadata of the topic, which B's own I/O thread fetches.
        b.send({ topic: 'other', value: 'of b' }, () => {
          note('callback of b');
          // A's thread goes on when B's send() has returned, which was before this callback.
          a.send({ topic: 't', value: 'back to a' }, () => note('back at a'));
        });
      });
      await sim.sleep(1_000);
    });
    expect(events.map((event) => event.replace(/^\d+ /, ''))).toEqual(['callback of a', 'callback of b', 'back at a']);
  });

  it('wait for each other if both need the memory of the records whose callbacks run, until max.block.ms of the first is over', async () => {
    const config = { 'buffer.memory': 16_384, 'batch.size': 16_384, 'max.block.ms': 5_000 };
    const { events, sim } = await withTwo(config, async ({ a, b, note, sim }) => {
      const crosswise = (name: string, from: Producer, to: Producer): void => {
        from.send({ topic: 't', value: name }, () => {
          note(`callback of ${name}`);
          to.send({ topic: 't', value: `by ${name}` }, (...end) => note(`by ${name}: ${outcomeOf(...end)}`));
        });
      };
      crosswise('a', a, b);
      crosswise('b', b, a);
      await sim.sleep(20_000);
      for (const producer of [a, b]) await producer.send({ topic: 't', value: 'last' });
    });
    expect(events).toEqual([
      '4 callback of a',
      '6 callback of b',
      // B had no memory for A's record. A's callback is over, its record's memory is free, and B's call goes on.
      '5004 by a: BufferExhaustedException',
      '5008 by b: t-0@4',
    ]);
    expect(sim.topic('t').values()).toEqual(['first', 'first', 'a', 'b', 'by b', 'last', 'last']);
  });

  it('that flush each other end the run with both reasons, since neither flush() can ever return', async () => {
    const failed = withTwo({}, async ({ a, b }) => {
      const flushed = [
        [a, b],
        [b, a],
      ].map(
        ([from, to]) => new Promise((resolve) => from!.send({ topic: 't', value: 'v' }, () => resolve(to!.flush()))),
      );
      await Promise.all(flushed);
    });
    await expect(failed).rejects.toThrow(
      /The I\/O thread of a has stood still since[\s\S]*The I\/O thread of b has stood still since/,
    );
  });
});
