import { type Simulation, StringSerializer } from 'kafka-trial';

interface Order {
  topic: string;
  value: string;
}

export default async function exercise(sim: Simulation, order: Order) {
  const producer = sim.producer({
    'max.block.ms': 5_000,
    'request.timeout.ms': 3_000,
    'delivery.timeout.ms': 8_000,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });

  try {
    await producer.send(order).get();
    return 'stored';
  } catch {
    return 'failed';
  }
}
