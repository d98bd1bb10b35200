// Exercise 12: send one order every 100 ms, and return for each of them 'stored', 'refused' or
// 'unknown'. No order may be stored twice or out of order, and what the function returns must
// be true, whatever goes wrong.
import { type Simulation, StringSerializer } from 'kafka-trial';

export default async function exercise(sim: Simulation, orders: readonly string[]) {
  const producer = sim.producer({
    acks: '1',
    'enable.idempotence': false,
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
