import { type Simulation, StringSerializer } from 'kafka-trial';

interface Order {
  topic: string;
  partition: number;
  value: string;
}

export default async function exercise(sim: Simulation, orders: readonly Order[]) {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  const failed: string[] = [];
  for (const order of orders) {
    try {
      producer.send(order);
    } catch {
      failed.push(order.value);
    }
  }
  await producer.close();
  return failed;
}
