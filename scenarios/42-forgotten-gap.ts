// The point: a bug of the 3.6.1 client. A batch that expires at its first attempt leaves a gap in the sequence numbers,
// and the client looks for gaps only after batches that were retried. The next record is rejected repeatedly until it
// expires as well: one lost request costs two records.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'forgotten-gap',
  title: 'A gap in the sequence numbers: one lost request costs two records',
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
      'The broker is stopped for five seconds, so the second record waits. Then its request is lost. Seven seconds are left of',
    );
    say(
      ' delivery.timeout.ms, fewer than request.timeout.ms: the record expires at its first attempt, with sequence number 1.',
    );
    const broker = sim.snapshot().topics[0]?.partitions[0]?.leader ?? -1;
    sim.shutdown(broker);
    sim.at(sim.nowMs + 5_000).restart(broker);
    await sim.sleep(100);
    sim.faults.on('Produce').nth(1).loseRequest();
    check('second', await send('second'), 'TimeoutException');

    await sim.sleep(10_000);
    say(
      'The network works again. The third record has sequence number 2; the broker waits for 1, which is never sent.',
    );
    check('third', await send('third'), 'TimeoutException');
    const rejections = sim.trace.entries.filter(({ event }) => event === 'append refused');
    check('rejected as out of order at least three times', rejections.length >= 3, true);

    say(
      'The third record was retried, so the client now finds the gap, takes a new epoch and starts again at sequence number 0.',
    );
    check('fourth', await send('fourth'), 'stored at offset 1');
    check('in the log', sim.topic('payments').values(), ['first', 'fourth']);
    await producer.close();
  },
});
