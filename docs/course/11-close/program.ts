// What is left of ten records when a program ends, depending on its last line.
import { type KafkaProducer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-close',
  title: 'Forgetting flush() or close()',
  simulation: { network: { latencyMs: 5 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('readings', { partitions: 1, replicationFactor: 3 });
    let programs = 0;

    /** A program sends ten records and executes its last line. Then its process ends. */
    const program = async (execute: (producer: KafkaProducer<string, string>) => unknown) => {
      const name = `program-${++programs}`;
      const producer = sim.producer<string, string>({
        'client.id': name,
        'linger.ms': 10,
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });
      await producer.partitionsFor('readings');
      const [startMs, storedBefore] = [sim.nowMs, sim.topic('readings').records().length];
      let callbacks = 0;
      for (let i = 1; i <= 10; i++)
        producer.send({ topic: 'readings', value: String(i) }, () => callbacks++);
      await execute(producer);
      const afterMs = sim.nowMs - startMs;
      // No message of a process that has ended reaches a broker any more.
      sim.faults.partition(name, ['broker-1', 'broker-2', 'broker-3']);
      await sim.sleep(1_000);
      return { afterMs, callbacks, stored: sim.topic('readings').records().length - storedBefore };
    };

    say('Ten records are sent. The last line of the program, and what becomes of them:');
    const nothing = await program(() => {});
    check('(nothing)', nothing, { afterMs: 0, callbacks: 0, stored: 0 });
    const notAwaited = await program((producer) => void producer.close());
    check('producer.close()', notAwaited, { afterMs: 0, callbacks: 0, stored: 0 });
    const flushed = await program((producer) => producer.flush());
    check('await producer.flush()', flushed, { afterMs: 35, callbacks: 10, stored: 10 });
    const closed = await program((producer) => producer.close());
    check('await producer.close()', closed, { afterMs: 35, callbacks: 10, stored: 10 });
    const impatient = await program((producer) => producer.close(0));
    check('await producer.close(0)', impatient, { afterMs: 0, callbacks: 10, stored: 0 });
  },
});
