import { type Simulation, StringSerializer } from 'kafka-trial';

interface Order {
  topic: string;
  partition: number;
  value: string;
}

export default async function exercise(sim: Simulation, orders: readonly Order[]) {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  const failed: Order[] = [];
  for (const order of orders) {
    producer.send(order, (_metadata, error) => {
      if (error !== null) failed.push(order);
    });
  }
  for (const order of failed) producer.send({ topic: 'dead-letters', value: order.value });
  await producer.close();
}
