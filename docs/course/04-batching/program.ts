// A hundred records, one every millisecond, with different values of linger.ms.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-batching',
  title: 'Batching, and what linger.ms does',
  simulation: { network: { latencyMs: 5 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('clicks', { partitions: 1, replicationFactor: 3 });

    const requests = () =>
      sim.trace.entries.filter(({ event }) => event === 'Produce request').length;

    /**
     * Sends a hundred clicks, and returns the number of requests and how long the slowest click
     * took.
     */
    const sendClicks = async (
      everyMs: number,
      settings: { 'linger.ms': number; 'batch.size'?: number },
    ) => {
      const producer = sim.producer({
        ...settings,
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });
      await producer.send({ topic: 'clicks', value: 'first' }).get();
      const requestsBefore = requests();
      let slowestMs = 0;
      for (let i = 0; i < 100; i++) {
        const sentMs = sim.nowMs;
        producer.send({ topic: 'clicks', value: `click ${i}` }, () => {
          slowestMs = Math.max(slowestMs, sim.nowMs - sentMs);
        });
        if (everyMs > 0) await sim.sleep(everyMs);
      }
      await producer.close();
      return { requests: requests() - requestsBefore, slowestMs };
    };

    say('All hundred at once, linger.ms=0');
    check('result', await sendClicks(0, { 'linger.ms': 0 }), { requests: 1, slowestMs: 20 });

    say('One every millisecond, linger.ms=0');
    const hasty = await sendClicks(1, { 'linger.ms': 0 });
    check('result', hasty, { requests: 14, slowestMs: 65 });

    say('One every millisecond, linger.ms=20');
    const patient = await sendClicks(1, { 'linger.ms': 20 });
    check('result', patient, { requests: 5, slowestMs: 40 });
    check('the slowest click is stored earlier', patient.slowestMs < hasty.slowestMs, true);

    say('One every millisecond, linger.ms=20, batch.size=200');
    check('result', await sendClicks(1, { 'linger.ms': 20, 'batch.size': 200 }), {
      requests: 12,
      slowestMs: 40,
    });
  },
});
