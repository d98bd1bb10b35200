// The same twenty records, sent in two ways, and then one record that a broker refuses.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-get-and-forget',
  title: 'What get() costs, and what fire-and-forget hides',
  simulation: { network: { latencyMs: 5 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const order = (number: number) => ({ topic: 'orders', value: `order ${number}` });
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    const requests = () =>
      sim.trace.entries.filter(({ event }) => event === 'Produce request').length;
    await producer.send(order(0)).get();

    say('Twenty orders, each with get(): the next one is sent when the answer has arrived.');
    let [startMs, before] = [sim.nowMs, requests()];
    for (const number of numbers) await producer.send(order(number)).get();
    const oneByOneMs = sim.nowMs - startMs;
    say(`   They take ${oneByOneMs} ms.`);
    check('requests', requests() - before, 20);

    say('Twenty orders that are all sent first and awaited afterwards.');
    [startMs, before] = [sim.nowMs, requests()];
    const futures = numbers.map((number) => producer.send(order(number)));
    for (const future of futures) await future.get();
    const togetherMs = sim.nowMs - startMs;
    say(`   They take ${togetherMs} ms.`);
    check('requests', requests() - before, 1);
    check('times faster', Math.round(oneByOneMs / togetherMs), 20);

    say(
      'A broker refuses an order. The program has put a try/catch around send(), and nothing else.',
    );
    sim.faults.on('Produce').nth(1).respond('INVALID_RECORD');
    let caught = 0;
    try {
      producer.send(order(99));
    } catch {
      caught++;
    }
    await producer.close();
    check('errors that the program has caught', caught, 0);
    check('records that failed', sim.verdict().failed, 1);
    check('order 99 is in the topic', sim.topic('orders').values().includes('order 99'), false);
  },
});
