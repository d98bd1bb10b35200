// The point: a quota refuses nothing. The broker takes what comes, and says in its answer how long it wants to hear nothing; the
// producer obeys, and its records wait in the buffer meanwhile.
import { StringSerializer } from 'kafka-trial';
import { metricValue } from 'kafka-trial/producer';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'throttled-client',
  title: 'A producer above its quota',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    sim.operator.setProducerByteRate('greedy', 1_000);

    say('greedy may write 1,000 bytes per second. It sends thirty records of 1,000 bytes, one after the other.');
    const greedy = sim.producer({ ...settings, 'client.id': 'greedy', 'batch.size': 2_000 });
    const startMs = sim.nowMs;
    const sent = Array.from({ length: 30 }, () => greedy.send({ topic: 'payments', value: 'x'.repeat(1_000) }).get());
    await Promise.all(sent);
    const seconds = (sim.nowMs - startMs) / 1_000;
    check('all stored', sim.topic('payments').values().length, 30);
    check('that took more than ten seconds', seconds > 10, true);

    say('modest has no quota, and notices nothing.');
    const modest = sim.producer({ ...settings, 'client.id': 'modest' });
    const beganMs = sim.nowMs;
    await modest.send({ topic: 'payments', value: 'hello' }).get();
    check('less than 50 ms', sim.nowMs - beganMs < 50, true);
    const pauseMs = (client: typeof greedy): number =>
      Number(metricValue(client.metrics(), 'produce-throttle-time-max'));
    check('it was asked for a pause', pauseMs(modest) > 0, false);
    check('greedy was asked for more than a second', pauseMs(greedy) > 1_000, true);
    await greedy.close();
    await modest.close();

    say(
      'While a client is quiet its buffer fills up. hasty has room for two batches, and one second for a send() to find it.',
    );
    sim.operator.setProducerByteRate('hasty', 100);
    const hasty = sim.producer({
      ...settings,
      'client.id': 'hasty',
      'batch.size': 1_000,
      'buffer.memory': 2_000,
      'max.block.ms': 1_000,
    });
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () =>
        hasty
          .send({ topic: 'payments', value: 'x'.repeat(900) })
          .get()
          .then(
            () => 'stored',
            (error: Error) => error.name,
          ),
      ),
    );
    check('the last of six', outcomes.at(-1), 'BufferExhaustedException');
    check('the others, in the end', outcomes.slice(0, -1), Array(5).fill('stored'));
    await hasty.close();
  },
});
