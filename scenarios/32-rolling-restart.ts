// The point: restarting all brokers one after the other loses no record of a producer with acks=all and retries. A
// clean shutdown hands over leadership first and causes hardly any delay. A crash is detected only after
// broker.session.timeout.ms, and until then records wait.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'rolling-restart',
  title: 'A rolling restart under load, with clean shutdowns and with crashes',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await producer.send({ topic: 'payments', value: 'first' }).get();

    say(
      'Each broker in turn is shut down cleanly and restarted 12 s later. During that time the producer sends a record every 3 s.',
    );
    const clean: number[] = [];
    for (const broker of [1, 2, 3]) {
      sim.shutdown(broker);
      clean.push(await slowestOfFour(sim, (value) => producer.send({ topic: 'payments', value }).get()));
      sim.restart(broker);
      await sim.sleep(5_000);
    }
    check('the slowest record took less than a second', Math.max(...clean) < 1_000, true);

    say(
      'The same with crashes. Leadership is not handed over; the controller elects a leader only when the session has timed out.',
    );
    const crashed: number[] = [];
    for (const broker of [1, 2, 3]) {
      sim.crash(broker);
      crashed.push(await slowestOfFour(sim, (value) => producer.send({ topic: 'payments', value }).get()));
      sim.restart(broker);
      await sim.sleep(5_000);
    }
    check(
      'seconds that the slowest record took (the session timeout is 9 s)',
      Math.floor(Math.max(...crashed) / 1_000),
      9,
    );

    const stored = sim.topic('payments').values();
    check('stored', stored.length, 25);
    check('distinct records', new Set(stored).size, 25);
    await producer.close();
  },
});

/** Sends four records, one after the other, and returns the longest time that one of them took, in ms. */
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
