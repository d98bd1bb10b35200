// Exercise 7: within ten seconds return 'stored' or 'failed', and an order that has failed must
// not be stored later, either.
import { type Simulation, StringSerializer } from 'kafka-trial';

interface Order {
  topic: string;
  value: string;
}

export default async function exercise(sim: Simulation, order: Order) {
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });

  try {
    await producer.send(order).get(9_000);
    return 'stored';
  } catch {
    return 'failed';
  }
}
