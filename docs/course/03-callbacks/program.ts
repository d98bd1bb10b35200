// When callbacks are called, in which order, and what happens if one of them waits.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-callbacks',
  title: 'Callbacks: their order, and one that blocks',
  // As in Java, an error that a callback throws is only logged. Without this setting it would
  // also end the program.
  simulation: { network: { latencyMs: 5 }, callbackErrors: 'log' },
  run: async ({ sim, say, check }) => {
    sim.createTopic('orders', { partitions: 2, replicationFactor: 3 });
    sim.createTopic('reports', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const toLeft = (value: string) => ({ topic: 'orders', partition: 0, value });
    const toRight = (value: string) => ({ topic: 'orders', partition: 1, value });
    await producer.partitionsFor('orders');

    say('a and c go to partition 0, b and d to partition 1. Partition 0 answers 20 ms late.');
    sim.faults.on('Produce', { topic: 'orders', partition: 0 }).nth(1).delayResponse(20);
    const called: string[] = [];
    for (const record of [toLeft('a'), toRight('b'), toLeft('c'), toRight('d')]) {
      producer.send(record, () => called.push(record.value));
    }
    await producer.flush();
    check('the callbacks, in the order of their calls', called, ['b', 'd', 'a', 'c']);

    say('The callback of e throws an error. f is in the same batch.');
    const results: string[] = [];
    producer.send(toLeft('e'), () => JSON.parse('not JSON'));
    producer.send(toLeft('f'), (stored) => results.push(`f is stored: ${stored}`));
    await producer.flush();
    check('results', results, ['f is stored: orders-0@3']);

    say('The callback of g sends a report. The answer for h arrives 10 ms after that for g.');
    sim.faults.on('Produce', { topic: 'orders', partition: 1 }).nth(1).delayResponse(10);
    const startMs = sim.nowMs;
    const elapsed = () => `${sim.nowMs - startMs} ms`;
    producer.send(toLeft('g'), () => {
      say(`   g is stored after ${elapsed()}; its callback sends the report.`);
      producer.send({ topic: 'reports', value: 'g is stored' }, (_, error) => {
        say(`   The report fails after ${elapsed()}: ${error?.message}`);
      });
    });
    producer.send(toRight('h'), () =>
      say(`   The program learns that h is stored after ${elapsed()}.`),
    );
    await producer.flush();
    check('in the topic reports', sim.topic('reports').values(), []);
    check('h is stored', sim.topic('orders').values().includes('h'), true);
    await producer.close();
  },
});
