/** Covers: src/real-clients. kafkajs in process, unmodified: each flow has the same trace twice, and the outcome that users of kafkajs see. */
import { describe, expect, it } from 'vitest';
import { FLOWS, kafkaOf, withProducer } from './kafkajs-flows.ts';
import { type Flow, flowNamed, openSimulation, play } from './play.ts';

/** How the text of an error begins after the last retry. */
const GIVES_UP = 'KafkaJSNumberOfRetriesExceeded: ';

const flow = (name: string): Flow => flowNamed(FLOWS, name);

describe('kafkajs in process', () => {
  it.each(FLOWS)('has the same trace twice: $name', async (one) => {
    const first = await play(one);
    const second = await play(one);
    expect(second.lines).toEqual(first.lines);
    expect(second.fingerprint).toBe(first.fingerprint);
  });

  it.each<[name: string, result: unknown, stored: readonly string[], atMs: number]>([
    ['an idempotent producer sends', '0', ['one'], 13],
    ['the response comes 31 s late', '1', ['one', 'one'], 31_009],
    ['the response comes 31 s late, to an idempotent producer', '0', ['one'], 31_013],
    ['the connection breaks before the response', '1', ['one', 'one'], 350],
    ['the connection breaks before the response to an idempotent producer', '0', ['one'], 340],
    ['the response is lost', `${GIVES_UP}Request Produce(key: 0, version: 7) timed out`, Array(6).fill('one'), 190_901],
    [
      'the response to an idempotent producer with 5 retries is lost',
      `${GIVES_UP}Request Produce(key: 0, version: 7) timed out`,
      ['one'],
      189_601,
    ],
    ['the leader crashes', `${GIVES_UP}Connection error: connect ECONNREFUSED broker-1:9092`, [], 12_931],
    ['the leader crashes, and the producer has 12 retries', '0', ['one'], 24_766],
    ['the bootstrap broker is down', `${GIVES_UP}Connection error: connect ECONNREFUSED broker-1:9092`, [], 11_979],
    ['two requests find too few replicas in sync', '0', ['one'], 1_126],
  ])('ends as with a real cluster: %s', async (name, result, stored, atMs) => {
    expect(await play(flow(name))).toMatchObject({ result, stored, atMs });
  });

  it('creates topics and lists them', async () => {
    const { result } = await play(flow('an admin creates topics and lists them'));
    expect(result).toEqual([true, ['orders', 'refunds']]);
  });

  it('stores keys, values and headers', async () => {
    const { sim } = await play(flow('a producer sends two messages'));
    expect(sim.topic('orders').records()).toMatchObject([
      { key: null, value: 'one', headers: [] },
      { key: 'k', value: 'two', headers: [{ key: 'by' }] },
    ]);
  });

  it('creates a topic with the first message', async () => {
    const { sim } = await play(flow('a topic is created by the first message'));
    expect(sim.topic('new').values()).toEqual(['one']);
  });

  it('commits records and offsets in a transaction, and aborts the next one', async () => {
    const { sim } = await play(flow('a transaction commits records and offsets, and the next one is aborted'));
    expect(sim.topic('orders').values()).toEqual(['kept', 'dropped']);
    expect(
      sim
        .topic('orders')
        .records({ isolation: 'read_committed' })
        .map(({ value }) => value),
    ).toEqual(['kept']);
    expect(sim.committedOffsets('billing')).toMatchObject([{ topic: 'orders', partition: 0, offset: 5 }]);
  });

  it('compresses without any virtual time', async () => {
    const { stored, atMs } = await play(flow('gzip'));
    expect(stored).toEqual(['one'.repeat(1_000), 'two']);
    expect(atMs).toBe(9);
  });

  it('sends two records of concurrent calls in the reverse order before it has metadata', async () => {
    const program = (): Promise<void> =>
      withProducer({}, async (producer) => {
        const send = (value: string): Promise<unknown> => producer.send({ topic: 'orders', messages: [{ value }] });
        await Promise.all([send('one'), send('two')]);
      });
    expect((await play({ name: 'concurrent', program })).stored).toEqual(['two', 'one']);
  });

  it('takes few events for an idle hour', async () => {
    const sim = openSimulation();
    await sim.run(() => kafkaOf().producer().connect());
    const { events } = sim.advance(3_600_000);
    sim.close();
    expect(events).toBeLessThan(100_000);
  });
});
