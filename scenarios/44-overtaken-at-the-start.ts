// The point: a known bug of Kafka up to 4.4 (KAFKA-15591). A broker without state of a producer accepts any first
// sequence number. If the first batch of a producer fails with a retriable error and the second one is accepted, the
// first one can never be written before it.
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
    check('a first record to another topic', await send('orders', 'boots'), 'stored at offset 0');

    say(
      'A new topic. Its leader does not know of it yet when the first batch arrives (rent), but does when the second one does (wages).',
    );
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    await producer.partitionsFor('payments');
    sim.faults.on('Produce', { topic: 'payments' }).nth(1).respond('NOT_LEADER_OR_FOLLOWER');
    const rent = send('payments', 'rent');
    await sim.sleep(1);
    check('wages, sequence number 1', await send('payments', 'wages'), 'stored at offset 0');

    say(
      'To the broker sequence number 0 is out of order now, and the producer takes that for a retriable error. It retries until',
    );
    say(
      ' delivery.timeout.ms, and the record is lost in spite of idempotence, acks=all, unlimited retries and healthy brokers.',
    );
    check('rent, sequence number 0', await rent, 'TimeoutException');
    check('seconds until then', Math.round(sim.nowMs / 1_000), 120);
    check('in the log', sim.topic('payments').values(), ['wages']);

    say(
      'The same again, but the answer to the second batch is lost as well. Sequence number 0 is now the next one that the producer',
    );
    say(
      ' expects, so it assumes a gap, takes a new epoch and renumbers both. No broker can recognise the one that is already stored.',
    );
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
      'Workaround: max.in.flight.requests.per.connection=1, or brokers of 4.5, where an empty log accepts only sequence number 0.',
    );
    await producer.close();
  },
});
