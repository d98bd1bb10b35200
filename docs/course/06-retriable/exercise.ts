// Exercise 6: send each order once, and return for each of them 'stored', 'refused' or
// 'unknown'.
import { type Simulation, StringSerializer } from 'kafka-trial';

interface Order {
  topic: string;
  partition: number;
  value: string;
}

export default async function exercise(sim: Simulation, orders: readonly Order[]) {
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  const outcomes: string[] = [];

  for (const order of orders) {
    try {
      await producer.send(order).get();
      outcomes.push('stored');
    } catch {
      outcomes.push('refused');
    }
  }

  await producer.close();
  return outcomes;
}
