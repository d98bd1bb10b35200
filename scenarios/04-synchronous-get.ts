// The point: get() waits for the broker’s answer, so each record takes a round trip. In return, order and errors are
// obvious: the program has a RecordMetadata or an exception before the next line runs.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'synchronous-get',
  title: 'Synchronous: send(record).get() waits for the answer',
  simulation: { network: { latencyMs: 5 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('CustomerCountry', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const record = { topic: 'CustomerCountry', key: 'Precision Products', value: 'France' };

    const metadata = await producer.send(record).get();
    say(`The first record is stored as ${metadata} after ${sim.nowMs} ms, including connections and metadata.`);
    check('its offset', metadata.offset(), 0);

    say('Five more records, each sent after the answer to the previous one.');
    const before = sim.nowMs;
    const offsets: number[] = [];
    for (let i = 0; i < 5; i++) offsets.push((await producer.send(record).get()).offset());
    check('offsets, in the order of the send() calls', offsets, [1, 2, 3, 4, 5]);
    say(
      `They took ${sim.nowMs - before} ms: 5 ms each way, and the leader answers only after its followers have fetched.`,
    );

    const requests = sim.trace.lines.filter((line) => line.includes('Produce request')).length;
    check('produce requests for 6 records', requests, 6);

    say('An error is thrown by get() at once.');
    sim.faults.on('Produce').respond('INVALID_RECORD');
    const outcome = await producer
      .send(record)
      .get()
      .then(
        () => 'stored',
        (error: Error) => error.name,
      );
    check('get() threw', outcome, 'InvalidRecordException');
    await producer.close();
  },
});
