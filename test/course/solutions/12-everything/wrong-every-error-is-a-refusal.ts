import { type Simulation, StringSerializer } from 'kafka-trial';

export default async function exercise(sim: Simulation, orders: readonly string[]) {
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  const outcomes: string[] = [];

  for (const [index, order] of orders.entries()) {
    producer.send({ topic: 'orders', value: order }, (_metadata, error) => {
      outcomes[index] = error === null ? 'stored' : 'refused';
    });
    await sim.sleep(100);
  }

  await producer.close();
  return outcomes;
}
