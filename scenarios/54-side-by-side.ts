// The point: three programs send the same three records to one partition at the same time, each in one of the three ways. The clock shows
// what each way costs: who waits, how many requests it takes, and what the program knows in the end. `kafka-trial play` opens with this run.
import { type KafkaProducer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

const COUNTRIES = ['France', 'Germany', 'Korea'];

export default defineScenario({
  name: 'side-by-side',
  title: 'Three ways to send, side by side on one clock',
  run: async ({ sim, say, check }) => {
    sim.createTopic('countries', { partitions: 1, replicationFactor: 3 });
    const producerNamed = (name: string): KafkaProducer<string, string> =>
      sim.producer({ 'client.id': name, 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });

    async function fireAndForget(): Promise<void> {
      const producer = producerNamed('fire-and-forget');
      for (const value of COUNTRIES) producer.send({ topic: 'countries', value });
      say(`Fire and forget: all sent at ${sim.nowMs} ms, and nothing is known.`);
      await producer.close();
    }

    async function synchronous(): Promise<void> {
      const producer = producerNamed('synchronous');
      for (const value of COUNTRIES) await producer.send({ topic: 'countries', value }).get();
      say(`Synchronous: all sent at ${sim.nowMs} ms, one after the other, and all are known to be stored.`);
      await producer.close();
    }

    async function asynchronous(): Promise<void> {
      const producer = producerNamed('asynchronous');
      let [stored, failed] = [0, 0];
      for (const value of COUNTRIES) {
        producer.send({ topic: 'countries', value }, (_metadata, error) => {
          if (error === null) stored++;
          else failed++;
        });
      }
      say(`Asynchronous: all sent at ${sim.nowMs} ms, and the callbacks are to come.`);
      await producer.close();
      say(`Asynchronous: at ${sim.nowMs} ms the callbacks have reported ${stored} stored and ${failed} failed.`);
    }

    await Promise.all([fireAndForget(), synchronous(), asynchronous()]);
    check('different records in the topic', new Set(sim.topic('countries').values()).size, 3);
  },
});
