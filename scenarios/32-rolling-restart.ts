// The point: restarting every broker in turn costs a producer with acks=all and retries no record. A clean shutdown hands leadership
// over first and is hardly noticed; a crash is noticed after broker.session.timeout.ms only, and until then records wait.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'rolling-restart',
  title: 'A rolling restart under load, clean and hard',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await producer.send({ topic: 'payments', value: 'first' }).get();

    say(
      'Each broker in turn is shut down cleanly, and started again 12 s later; four records meanwhile, one every 3 s.',
    );
    const clean: number[] = [];
    for (const broker of [1, 2, 3]) {
      sim.shutdown(broker);
      clean.push(await slowestOfFour(sim, (value) => producer.send({ topic: 'payments', value }).get()));
      sim.restart(broker);
      await sim.sleep(5_000);
    }
    check('the slowest record took less than a second', Math.max(...clean) < 1_000, true);

    say('The same with crashes. Nobody hands anything over: the controller has to miss the leader first.');
    const hard: number[] = [];
    for (const broker of [1, 2, 3]) {
      sim.crash(broker);
      hard.push(await slowestOfFour(sim, (value) => producer.send({ topic: 'payments', value }).get()));
      sim.restart(broker);
      await sim.sleep(5_000);
    }
    check('the slowest record took 9 s, the session timeout', Math.floor(Math.max(...hard) / 1_000), 9);

    const stored = sim.topic('payments').values();
    check('stored', stored.length, 25);
    check('none twice', new Set(stored).size, 25);
    await producer.close();
  },
});

/** Sends four records, one after the other; the longest that one took, in ms. */
async function slowestOfFour(sim: Simulation, send: (value: string) => Promise<unknown>): Promise<number> {
  let slowest = 0;
  for (let i = 0; i < 4; i++) {
    const sentMs = sim.nowMs;
    await send(`sent at ${sentMs}`);
    slowest = Math.max(slowest, sim.nowMs - sentMs);
    await sim.sleep(3_000);
  }
  return slowest;
}
