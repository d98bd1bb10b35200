/** How objects of the library are printed: by console.log, and in the diffs of test runners. */
import { inspect, stripVTControlCharacters } from 'node:util';
import { Simulation, StringDeserializer, StringSerializer } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const READ = { 'key.deserializer': StringDeserializer, 'value.deserializer': StringDeserializer } as const;
const TEXT = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer } as const;

/** What a diff with a plain object shows of a value. */
function receivedLines(value: unknown): readonly string[] {
  let text = '';
  expect.extend({
    takeDiff() {
      text = this.utils.diff({ offset: 0 }, value) ?? '';
      return { pass: true, message: () => '' };
    },
  });
  (expect(0) as unknown as { takeDiff(): void }).takeDiff();
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.startsWith('+ ') && line !== '+ Received');
}

async function run() {
  const sim = new Simulation({ seed: 7, guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1 });
  const producer = sim.producer(TEXT);
  const fault = sim.faults.on('Produce').nth(2).respond('INVALID_RECORD');
  const [one, two] = await sim.run(async () => {
    const first = producer.send({ topic: 'payments', value: 'one' });
    await first.get();
    const second = producer.send({ topic: 'payments', value: 'two' });
    await second.get().catch(() => {});
    return [[first], [second]] as const;
  });
  return { sim, producer, fault, acknowledged: one[0], failed: two[0] };
}

describe('An object that is printed', () => {
  it('takes one line, whatever it is connected to', async () => {
    const { sim, producer, fault, acknowledged, failed } = await run();
    const consumer = sim.consumer(READ);
    consumer.assign([{ topic: 'payments', partition: 0 }]);
    const admin = sim.admin();
    const pending = producer.send({ topic: 'payments', value: 'three' });
    const metadata = await acknowledged.get();
    const description = admin.describeTopics(['payments']);
    const objects = [sim, producer, consumer, admin, sim.topic('payments'), sim.trace, fault, metadata];
    const futures = [acknowledged, failed, pending, description, description.all()];
    expect([...objects, ...futures].map((object) => inspect(object)).join('\n')).toMatchInlineSnapshot(`
      "Simulation { seed: 7, nowMs: 12, topics: ["payments"] }
      KafkaProducer { clientId: "producer-1" }
      KafkaConsumer { clientId: "consumer-null-1", assignment: ["payments-0"] }
      AdminClient
      TopicView { name: "payments", records: 1 }: they are in records()
      Trace { entries: 37 }: its text is trace.lines
      Fault { Produce, number 2: respond INVALID_RECORD }, fired: 1
      RecordMetadata { topic: "payments", partition: 0, offset: 0, timestampMs: 1700000000005 }
      RecordFuture (done, payments-0@0). It is a future: await future.get() for the record's metadata
      RecordFuture (failed with InvalidRecordException). It is a future: await future.get() for the record's metadata
      RecordFuture (pending). It is a future: await future.get() for the record's metadata
      DescribeTopicsResult: await it for the result of the call
      KafkaFuture (pending). It is a future: await future.get() for its result"
    `);
    expect(inspect(sim.faults).split('\n')).toHaveLength(2);
    expect(inspect({ sim }).length).toBeLessThan(200);
    sim.close();
  });

  it('takes few lines in the diff of a test runner', async () => {
    const { sim, producer, fault, acknowledged } = await run();
    for (const object of [
      sim,
      producer,
      sim.topic('payments'),
      sim.trace,
      fault,
      sim.faults,
      sim.consumer(READ),
      sim.admin(),
    ]) {
      expect(receivedLines(object).length).toBeLessThan(3);
    }
    expect(receivedLines(acknowledged)).toMatchInlineSnapshot(`
      [
        "+ "RecordFuture (done, payments-0@0). It is a future: await future.get() for the record's metadata"",
      ]
    `);
    expect(receivedLines(await acknowledged.get())).toMatchInlineSnapshot(`
      [
        "+   "partition": 0,",
        "+   "timestampMs": 1700000000005,",
        "+   "topic": "payments",",
      ]
    `);
  });

  it('shows of a verdict what it says in words', async () => {
    const { sim } = await run();
    expect(inspect(sim.verdict())).toBe(`${sim.verdict()}`);
  });
});

describe('Metadata of a record', () => {
  it('is serialised as plain data', async () => {
    const { acknowledged } = await run();
    const json = JSON.stringify(await acknowledged.get());
    expect(json).toBe('{"topic":"payments","partition":0,"offset":0,"timestampMs":1700000000005}');
  });
});
