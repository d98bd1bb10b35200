// The point: a known bug of Kafka up to 4.4 (KAFKA-15591). A broker that knows nothing of a producer takes any sequence for its first.
// If the first batch of a producer is refused for a moment, and the second is let in, the first can never come in before it again.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'overtaken-at-the-start',
  title: "KAFKA-15591: a producer's first batch is overtaken by its second",
  simulation: { brokers: 1 },
  breaks: ['CallbackOrder', 'NoDuplicateWithIdempotence', 'OrderPerProducerAndPartition'],
  run: async ({ sim, say, check }) => {
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'retry.backoff.ms': 10_000,
    });
    const send = (topic: string, value: string): Promise<string> =>
      producer
        .send({ topic, value })
        .get()
        .then(
          (stored) => `stored at offset ${stored.offset()}`,
          (error: Error) => error.name,
        );

    sim.createTopic('orders', { partitions: 1, replicationFactor: 1 });
    check('a first order', await send('orders', 'boots'), 'stored at offset 0');

    say(
      'A new topic. Its leader has not heard of it when the first batch comes (rent), and has when the second does (wages).',
    );
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    await producer.partitionsFor('payments');
    sim.faults.on('Produce', { topic: 'payments' }).nth(1).respond('NOT_LEADER_OR_FOLLOWER');
    const rent = send('payments', 'rent');
    await sim.sleep(1);
    check('wages, sequence 1', await send('payments', 'wages'), 'stored at offset 0');

    say(
      'To the broker sequence 0 is out of order now. To the producer it is one that waits for others before it. So it is tried',
    );
    say(
      ' again and again, until delivery.timeout.ms: idempotent, acks=all, retries without end, brokers well, and a record lost.',
    );
    check('rent, sequence 0', await rent, 'TimeoutException');
    check('after so many seconds', Math.round(sim.nowMs / 1_000), 120);
    check('in the log', sim.topic('payments').values(), ['wages']);

    say(
      'The same again, but the answer to the second batch is lost, too. Now sequence 0 is the next that the producer waits for:',
    );
    say(' a gap, it thinks, takes a new epoch and numbers both anew. No broker can know that it has one of them.');
    sim.createTopic('refunds', { partitions: 1, replicationFactor: 1 });
    await producer.partitionsFor('refunds');
    sim.faults.on('Produce', { topic: 'refunds' }).nth(1).respond('NOT_LEADER_OR_FOLLOWER');
    sim.faults.on('Produce', { topic: 'refunds' }).nth(2).loseResponse();
    const shoes = send('refunds', 'shoes');
    await sim.sleep(1);
    const socks = send('refunds', 'socks');
    check('shoes', await shoes, 'stored at offset 1');
    check('socks', await socks, 'stored at offset 2');
    check('in the log', sim.topic('refunds').values(), ['socks', 'shoes', 'socks']);

    say(
      'The remedy: max.in.flight.requests.per.connection=1 (or brokers of 4.5, where an empty log begins with sequence 0).',
    );
    await producer.close();
  },
});
