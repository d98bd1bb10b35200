import { type Simulation, StringSerializer } from 'kafka-trial';

interface Order {
  topic: string;
  partition: number;
  value: string;
}

export default async function exercise(sim: Simulation, orders: readonly Order[]) {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  const sent = orders.map((order) => ({ order, future: producer.send(order) }));
  const failed: string[] = [];
  for (const { order, future } of sent) {
    try {
      await future.get();
    } catch {
      failed.push(order.value);
    }
  }
  return failed;
}
