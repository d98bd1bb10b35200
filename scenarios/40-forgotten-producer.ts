// The point: retention deletes a producer's records, and a broker also forgets the producer. The producer then returns
// with a sequence number that the log does not know. Brokers before 2.5 answered UNKNOWN_PRODUCER_ID; a 3.6.1 broker
// accepts it. The client handles both.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'forgotten-producer',
  title: 'A producer whose state has expired at its broker',
  simulation: {
    config: {
      'log.retention.ms': 60_000,
      'log.roll.ms': 60_000,
      'log.retention.check.interval.ms': 10_000,
      'producer.id.expiration.ms': 60_000,
      'producer.id.expiration.check.interval.ms': 10_000,
    },
  },
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const send = async (value: string): Promise<number> =>
      (await producer.send({ topic: 'payments', value }).get()).offset();
    const logStart = (): number => sim.snapshot().replicas[0]?.logStartOffset ?? -1;
    for (const value of ['one', 'two', 'three']) await send(value);

    say('The producer is idle for three minutes. The broker keeps records and idle producers for one minute.');
    await sim.sleep(180_000);
    check('in the log', sim.topic('payments').values(), []);
    check('the log starts at offset', logStart(), 3);

    say(
      'The next record has sequence number 3. A log without state of the producer accepts any first sequence number.',
    );
    check('stored at offset', await send('four'), 3);
    check('and the one after it', await send('five'), 4);

    say('An older broker would have answered UNKNOWN_PRODUCER_ID. A fault makes this broker answer it once.');
    await sim.sleep(180_000);
    sim.faults.on('Produce').nth(1).respond('UNKNOWN_PRODUCER_ID');
    check('the producer retries; stored at offset', await send('six'), 5);
    check('in the log', sim.topic('payments').values(), ['six']);
    await producer.close();
  },
});
