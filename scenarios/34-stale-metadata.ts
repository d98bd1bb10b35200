// The point: metadata is what a broker believed when it was asked. A producer that is told of yesterday's leader sends there, hears
// NOT_LEADER_OR_FOLLOWER, and asks again, until somebody knows better. It costs time and tries, no records.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'stale-metadata',
  title: 'Brokers that tell of an old leader',
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

    say('The leadership moves. For five seconds the brokers go on telling of the old leader.');
    sim.faults.on('Metadata', { untilMs: sim.nowMs + 5_000 }).staleMetadata(60_000);
    sim.operator.moveLeader('payments', 0, next);
    const sentMs = sim.nowMs;
    check('stored in the end, at offset', (await send('sent to yesterday')).offset(), 1);
    check('after some seconds', Math.round((sim.nowMs - sentMs) / 1_000), 5);

    say('Every refusal asked for new metadata; from a leader epoch that it knew already the producer learnt nothing.');
    const refusals = sim.trace.entries.filter(({ facts }) => `${facts.results}`.includes('NOT_LEADER_OR_FOLLOWER'));
    check('more than five refusals', refusals.length > 5, true);
    check('in the log, once each', sim.topic('payments').values(), ['before', 'sent to yesterday']);

    say(
      'The same for a producer with less patience: delivery.timeout.ms ends sooner than the lie. Every try was a definite no, and',
    );
    say(' still it hears of a timeout: to a program that may mean yes or no.');
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
    check('its record', lost, 'TimeoutException');
    check('in the log', sim.topic('payments').values(), ['before', 'sent to yesterday']);
    await producer.close();
    await impatient.close();
  },
});
