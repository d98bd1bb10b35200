/** Covers: src/simulation/run/describe-stop.ts, src/simulation/run/pending-work.ts */
import { Simulation, StringSerializer } from 'kafka-trial';
import { expect, it } from 'vitest';

const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

/** What the error of a run says before its last events. */
async function problemOf(sim: Simulation, program: () => Promise<unknown>): Promise<string> {
  const error = await sim.run(program).then(
    () => expect.unreachable('the run was expected to fail'),
    (reason: Error) => reason,
  );
  return error.message.split(/\nThe last events|\nReplay it/)[0] as string;
}

it('A run that ends while a callback waits in flush() explains why nothing happens any more', async () => {
  const sim = new Simulation();
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  const producer = sim.producer(TEXT);
  const problem = await problemOf(sim, async () => {
    producer.send({ topic: 'payments', value: 'one' }, () => void producer.flush());
    await producer.close();
  });
  expect(problem).toMatchInlineSnapshot(`
    "Seed 1, at 12 ms: nothing left to do.
    The program waits for something that can never happen: no event is left that could settle it.
    The I/O thread of producer-1 has stood still since 12 ms: the callback of the record at offset 0 of payments-0 called flush(), which waits for the records that are buffered or in flight. Callbacks run on that thread, as in Java: until flush() returns, the producer sends nothing, receives nothing, and lets no record time out. It never returns: one of the records that it waits for is the one whose callback is running. Make the call outside of the callback: queueMicrotask(() => producer.flush(...)).
    It may be waiting for:
      the I/O thread of producer-1: a callback has called flush(), which waits for the records that are buffered or in flight, since 12 ms"
  `);
});

it('So does one without a trace, and one that has too many events', async () => {
  const sim = new Simulation({ trace: false, maxEvents: 1_000, config: { 'auto.create.topics.enable': false } });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  const producer = sim.producer({ ...TEXT, 'max.block.ms': 10_000_000 });
  sim.timers.install();
  const problem = await problemOf(sim, async () => {
    setInterval(() => {}, 1_000);
    producer.send(
      { topic: 'payments', value: 'one' },
      () => void producer.send({ topic: 'dead-letters', value: 'one' }),
    );
    await producer.send({ topic: 'payments', value: 'two' });
  });
  sim.close();
  expect(problem).toMatchInlineSnapshot(`
    "Seed 1, at 960000 ms: gave up.
    The program had not finished after 1000 events (option maxEvents).
    The I/O thread of producer-1 has stood still since 12 ms: the callback of the record at offset 0 of payments-0 called send(), which waits for metadata of the topic dead-letters. Callbacks run on that thread, as in Java: until send() returns, the producer sends nothing, receives nothing, and lets no record time out. Make the call outside of the callback: queueMicrotask(() => producer.send(...)).
    It may be waiting for:
      setInterval of 1000 ms, due at 961000 ms"
  `);
});

it('A stop that is over is not mentioned', async () => {
  const sim = new Simulation({ config: { 'auto.create.topics.enable': false } });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  const producer = sim.producer(TEXT);
  const problem = await problemOf(sim, async () => {
    producer.send(
      { topic: 'payments', value: 'one' },
      () => void producer.send({ topic: 'dead-letters', value: 'one' }),
    );
    await sim.sleep(100_000);
    await new Promise(() => {});
  });
  expect(problem).not.toContain('I/O thread');
  const stops = sim.trace.entries.filter(({ event }) => event.startsWith('I/O thread'));
  expect(stops.map(({ event, facts }) => [event, 'calls' in facts ? facts.calls : undefined])).toEqual([
    ['I/O thread stops', 'send()'],
    ['I/O thread goes on', undefined],
  ]);
});
