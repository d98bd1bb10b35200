// The point: a known limit of the 3.6.1 client (KAFKA-8206). The addresses of bootstrap.servers are used for the first
// metadata only. If all brokers that the producer has learned of are down, it keeps trying to connect to them, although a broker
// at another address of bootstrap.servers is up.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'never-back-to-bootstrap',
  title: 'KAFKA-8206: a producer does not return to bootstrap.servers',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const serializers = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
    const nameOf = (error: Error): string => error.name;

    say('Broker 3 is down when the producer starts, so that the metadata names brokers 1 and 2 only.');
    sim.crash('broker-3');
    await sim.sleep(20_000);
    const producer = sim.producer(serializers);
    await producer.send({ topic: 'payments', value: 'rent' }).get();

    say('Broker 3 comes back, and then the other two fail. Broker 3 leads the topic now, and is in bootstrap.servers.');
    sim.restart('broker-3');
    await sim.sleep(20_000);
    sim.crash('broker-1');
    sim.crash('broker-2');
    await sim.sleep(20_000);
    check('the leader', sim.snapshot().topics.find(({ name }) => name === 'payments')?.partitions[0]?.leader, 3);

    say('The producer tries brokers 1 and 2 in turn, and never broker 3, until delivery.timeout.ms is over.');
    check(
      'send() fails with',
      await producer.send({ topic: 'payments', value: 'food' }).get().catch(nameOf),
      'TimeoutException',
    );
    await producer.close(0);

    say('A producer that is created now uses the addresses of bootstrap.servers, and works.');
    say('Workaround: metadata.max.age.ms well below the time between two failures, or a new producer.');
    const second = sim.producer(serializers);
    await second.send({ topic: 'payments', value: 'food' }).get();
    await second.close();
    check('stored', sim.topic('payments').values(), ['rent', 'food']);
  },
});
