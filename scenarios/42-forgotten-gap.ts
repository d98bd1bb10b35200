// The point: a fault of the 3.6.1 client. A batch that expires at its first try leaves a gap in the sequences, and nobody looks for
// gaps but behind retried batches. The record after it is refused, over and over, until it expires, too. One lost request, two records.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'forgotten-gap',
  title: 'A gap that nobody notices: one lost request costs two records',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'request.timeout.ms': 10_000,
      'delivery.timeout.ms': 12_000,
      'retry.backoff.ms': 2_000,
    });
    const send = (value: string): Promise<string> =>
      producer
        .send({ topic: 'payments', value })
        .get()
        .then(
          (stored) => `stored at offset ${stored.offset()}`,
          (error: Error) => error.name,
        );
    check('first', await send('first'), 'stored at offset 0');

    say(
      'The broker is away for five seconds, so the second record waits. Then its request is lost. There are seven seconds left',
    );
    say(' of delivery.timeout.ms, fewer than request.timeout.ms: it expires at its first try, with sequence 1.');
    const broker = sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
    sim.crash(broker);
    sim.at(sim.nowMs + 5_000).restart(broker);
    await sim.sleep(100);
    sim.faults.on('Produce').nth(1).loseRequest();
    check('second', await send('second'), 'TimeoutException');

    await sim.sleep(10_000);
    say('The network is well again. The third record has sequence 2; the broker waits for 1, which nobody will send.');
    check('third', await send('third'), 'TimeoutException');
    const refusals = sim.trace.entries.filter(({ event }) => event === 'append refused');
    check('refused as out of order at least so often', refusals.length >= 3, true);

    say('The third had been retried, so now the gap is seen: a new epoch, and numbers from 0.');
    check('fourth', await send('fourth'), 'stored at offset 1');
    check('in the log', sim.topic('payments').values(), ['first', 'fourth']);
    await producer.close();
  },
});
