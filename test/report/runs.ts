/** Runs that the tests of the reports look at. */
import { type ProducerConfigInput, Simulation, StringSerializer } from 'kafka-trial';

export const STRINGS: ProducerConfigInput = {
  'key.serializer': StringSerializer,
  'value.serializer': StringSerializer,
};

/** One response is lost, and the record is stored a second time. */
export async function lostAnswer(): Promise<Simulation> {
  const sim = new Simulation({ guarantees: 'all', breaks: ['NoDuplicateWithIdempotence'] });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  sim.faults.on('Produce').nth(1).loseResponse();
  const producer = sim.producer({ ...STRINGS, 'enable.idempotence': false });
  await sim.run(() => producer.send({ topic: 'payments', key: 'order', value: '17 <EUR>' }, () => {}).get());
  return sim;
}

/** Three records in one batch, whose first request is lost; brokers are shown as well. */
export async function lostRequest(): Promise<Simulation> {
  const sim = new Simulation({ guarantees: 'all', trace: 'replication' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  sim.faults.on('Produce').nth(1).loseRequest();
  const producer = sim.producer({ ...STRINGS, 'request.timeout.ms': 5_000 });
  await sim.run(async () => {
    for (const value of ['a', 'b', 'c']) producer.send({ topic: 'payments', value });
    await producer.close();
  });
  return sim;
}

/** Two producers, one of them with acks=0, and a consumer. */
export async function severalClients(): Promise<Simulation> {
  const sim = new Simulation({ guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  const careful = sim.producer({ ...STRINGS, 'client.id': 'careful' });
  const careless = sim.producer({ ...STRINGS, 'client.id': 'careless', acks: '0', 'enable.idempotence': false });
  await sim.run(async () => {
    await careful.send({ topic: 'payments', value: 'one' }).get();
    await careless.send({ topic: 'payments', value: 'two' }).get();
    const admin = sim.admin();
    await admin.describeTopics(['payments']).allTopicNames();
  });
  return sim;
}
