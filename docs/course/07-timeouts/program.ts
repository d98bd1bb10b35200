// Four clocks: max.block.ms, request.timeout.ms, delivery.timeout.ms, and the patience of the
// program.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-timeouts',
  title: 'Timeouts, and who owns them',
  simulation: { network: { latencyMs: 5 }, config: { 'auto.create.topics.enable': false } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const producer = sim.producer(settings);
    await producer.send({ topic: 'orders', value: 'warm-up' }).get();
    const requests = () =>
      sim.trace.entries.filter(({ event }) => event === 'Produce request').length;
    let startMs = 0;
    const seconds = () => Math.round((sim.nowMs - startMs) / 1_000);

    say('1. max.block.ms: the topic does not exist, so there is no batch for the record.');
    startMs = sim.nowMs;
    const noTopic = await producer.send({ topic: 'odrers', value: 'a' }).get().catch(String);
    check(
      `after ${seconds()} s`,
      noTopic,
      'TimeoutException: Topic odrers not present in metadata after 60000 ms.',
    );

    say('2. request.timeout.ms: the first request is lost, and the second one arrives.');
    startMs = sim.nowMs;
    let before = requests();
    sim.faults.on('Produce').nth(1).loseRequest();
    await producer.send({ topic: 'orders', value: 'b' }).get();
    check(`after ${seconds()} s, the number of requests`, requests() - before, 2);

    say('3. delivery.timeout.ms: every request is lost.');
    startMs = sim.nowMs;
    before = requests();
    const lost = sim.faults.on('Produce').loseRequest();
    const expired = await producer
      .send({ topic: 'orders', value: 'c' })
      .get()
      .catch((error: Error) => error.name);
    check(`after ${seconds()} s and ${requests() - before} requests`, expired, 'TimeoutException');
    lost.remove();

    say('4. The patience of the program: get(1000), and the request takes five seconds.');
    const patient = sim.producer(settings);
    await patient.partitionsFor('orders');
    startMs = sim.nowMs;
    sim.faults.on('Produce').nth(1).delayRequest(5_000);
    const future = patient.send({ topic: 'orders', value: 'd' });
    const impatient = await future.get(1_000).catch((error: Error) => error.name);
    check(`after ${seconds()} s, get(1000) throws`, impatient, 'TimeoutException');
    check('in the topic', sim.topic('orders').values(), ['warm-up', 'b']);
    await future.get();
    check(`in the topic after ${seconds()} s`, sim.topic('orders').values(), ['warm-up', 'b', 'd']);
    await patient.close();
    await producer.close();
  },
});
