// The point: a quota does not reject requests. The broker accepts the records and answers with a throttle time; the
// producer sends nothing until that time is over, and its records wait in the buffer.
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

    say('Client greedy may write 1,000 bytes per second. It sends thirty records of 1,000 bytes, two to a batch.');
    const greedy = sim.producer({ ...settings, 'client.id': 'greedy', 'batch.size': 2_000 });
    const startMs = sim.nowMs;
    const sent = Array.from({ length: 30 }, () => greedy.send({ topic: 'payments', value: 'x'.repeat(1_000) }).get());
    await Promise.all(sent);
    const seconds = (sim.nowMs - startMs) / 1_000;
    check('all stored', sim.topic('payments').values().length, 30);
    check('it took more than ten seconds', seconds > 10, true);

    say('Client modest has no quota and is not throttled.');
    const modest = sim.producer({ ...settings, 'client.id': 'modest' });
    const beganMs = sim.nowMs;
    await modest.send({ topic: 'payments', value: 'hello' }).get();
    check('it took less than 50 ms', sim.nowMs - beganMs < 50, true);
    const maxThrottleMs = (client: typeof greedy): number =>
      Number(metricValue(client.metrics(), 'produce-throttle-time-max'));
    check('its maximum throttle time is above 0', maxThrottleMs(modest) > 0, false);
    check('that of greedy is above one second', maxThrottleMs(greedy) > 1_000, true);
    await greedy.close();
    await modest.close();

    say(
      'While a client is throttled its buffer fills up. Client hasty has memory for two batches, and max.block.ms is one second.',
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
    check('the others, finally', outcomes.slice(0, -1), Array(5).fill('stored'));
    await hasty.close();
  },
});
