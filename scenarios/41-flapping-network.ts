// The point: a network that fails repeatedly. Every failure loses requests and answers in flight; idempotence and
// retries still store every record once and in order, only later.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'flapping-network',
  title: 'A network that fails repeatedly for half a minute',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'request.timeout.ms': 2_000,
    });
    await producer.send({ topic: 'payments', value: '0' }).get();

    say('For half a minute the producer is alternately disconnected from all brokers for 3 s and connected for 2 s.');
    const brokers = ['broker-1', 'broker-2', 'broker-3'];
    for (let cut = 0; cut < 6; cut++)
      sim.at(sim.nowMs + 5_000 * cut).partition('producer-1', brokers, { forMs: 3_000 });

    say(
      'It sends a record every half second for 25 s. request.timeout.ms is 2 s, so connections are closed and opened again.',
    );
    const sent = ['0'];
    const took: number[] = [];
    const ends: Promise<unknown>[] = [];
    for (let i = 1; i <= 50; i++) {
      const sentMs = sim.nowMs;
      const end = producer.send({ topic: 'payments', value: `${i}` }).get();
      ends.push(end.then(() => took.push(sim.nowMs - sentMs)));
      sent.push(`${i}`);
      await sim.sleep(500);
    }
    await Promise.all(ends);
    check('every record once, in order', sim.topic('payments').values().join() === sent.join(), true);
    check('the slowest record took more than 2 s', Math.max(...took) > 2_000, true);
    check('the slowest record took less than 10 s', Math.max(...took) < 10_000, true);
    await producer.close();
  },
});
