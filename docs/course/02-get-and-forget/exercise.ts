// Exercise 2: send all orders within 200 ms of virtual time, and return the values of those
// that were not stored, in the order of the list.
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
  const failed: string[] = [];

  for (const order of orders) {
    await producer.send(order).get();
  }

  await producer.close();
  return failed;
}
