// The point: retention takes a producer's records, and a broker forgets the producer, too. It comes back with a sequence that no log
// knows. Brokers before 2.5 answered UNKNOWN_PRODUCER_ID; those of 3.6.1 take it. The client is prepared for both.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'forgotten-producer',
  title: 'A producer that its broker has forgotten',
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

    say('Three minutes of silence. Records are kept for one minute, idle producers as well.');
    await sim.sleep(180_000);
    check('in the log', sim.topic('payments').values(), []);
    check('the log starts at offset', logStart(), 3);

    say('The next record has sequence 3. A log that knows nothing of its producer takes any first sequence.');
    check('stored at offset', await send('four'), 3);
    check('and the one after it', await send('five'), 4);

    say('An older broker would have refused it: UNKNOWN_PRODUCER_ID. That is what this one says now, once.');
    await sim.sleep(180_000);
    sim.faults.on('Produce').nth(1).respond('UNKNOWN_PRODUCER_ID');
    check('the producer sends it again; stored at offset', await send('six'), 5);
    check('in the log', sim.topic('payments').values(), ['six']);
    await producer.close();
  },
});
