// The point: a network that comes and goes. Every cut breaks requests and answers in the middle of their way; idempotence and retries
// make of it what the program wanted: every record once, in order, only later.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'flapping-network',
  title: 'A network that flaps for half a minute',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'request.timeout.ms': 2_000,
    });
    await producer.send({ topic: 'payments', value: '0' }).get();

    say('For half a minute the producer is cut off from all brokers for 3 s, then reaches them for 2 s, and so on.');
    const brokers = ['broker-1', 'broker-2', 'broker-3'];
    for (let cut = 0; cut < 6; cut++)
      sim.at(sim.nowMs + 5_000 * cut).partition('producer-1', brokers, { forMs: 3_000 });

    say(
      'A record every half second, for 25 s. Request timeouts are shorter than the cuts: connections are given up, and made anew.',
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
    check('the slowest took more than 2 s', Math.max(...took) > 2_000, true);
    check('and less than 10 s', Math.max(...took) < 10_000, true);
    await producer.close();
  },
});
