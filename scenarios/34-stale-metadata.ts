// The point: metadata is what a broker knew when it was asked. A producer with outdated metadata sends to the old
// leader, gets NOT_LEADER_OR_FOLLOWER, and requests metadata again until a broker knows the new leader. That takes time
// and retries, but loses no records.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'stale-metadata',
  title: 'Brokers that answer with outdated metadata',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'retry.backoff.ms': 500,
    });
    const send = (value: string) => producer.send({ topic: 'payments', value }).get();
    await send('before');
    const leader = sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
    const next = leader === 1 ? 2 : 1;

    say('The leadership moves. For five seconds the brokers still answer with the old leader.');
    sim.faults.on('Metadata', { untilMs: sim.nowMs + 5_000 }).staleMetadata(60_000);
    sim.operator.moveLeader('payments', 0, next);
    const sentMs = sim.nowMs;
    check('finally stored at offset', (await send('sent to yesterday')).offset(), 1);
    check('seconds until then, rounded', Math.round((sim.nowMs - sentMs) / 1_000), 5);

    say(
      'After every error the producer requested metadata, and ignored answers with a leader epoch that it already had.',
    );
    const errors = sim.trace
      .entriesOf('Produce response')
      .filter(({ facts }) => facts.results.includes('NOT_LEADER_OR_FOLLOWER'));
    check('more than five errors', errors.length > 5, true);
    check('in the log, each record once', sim.topic('payments').values(), ['before', 'sent to yesterday']);

    say(
      'The same for a producer whose delivery.timeout.ms ends before the metadata is correct. Every attempt was definitely rejected,',
    );
    say(' but the program gets a timeout, which leaves open whether the record was stored.');
    const impatient = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'request.timeout.ms': 1_000,
      'delivery.timeout.ms': 2_000,
    });
    sim.faults.on('Metadata', { untilMs: sim.nowMs + 5_000 }).staleMetadata(3_000);
    sim.operator.moveLeader('payments', 0, leader);
    const lost = await impatient
      .send({ topic: 'payments', value: 'given up' })
      .get()
      .catch((error: Error) => error.name);
    check('its send() fails with', lost, 'TimeoutException');
    check('in the log', sim.topic('payments').values(), ['before', 'sent to yesterday']);
    await producer.close();
    await impatient.close();
  },
});
