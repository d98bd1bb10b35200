// Exercise 3: send all orders. What fails is sent to the topic dead-letters, within a second of
// virtual time.
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

  for (const order of orders) {
    producer.send(order, (_metadata, error) => {
      if (error !== null) producer.send({ topic: 'dead-letters', value: order.value });
    });
  }

  await producer.flush();
  await producer.close();
}
