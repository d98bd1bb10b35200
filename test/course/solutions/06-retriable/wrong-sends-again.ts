import { RetriableException, type Simulation, StringSerializer } from 'kafka-trial';

interface Order {
  topic: string;
  partition: number;
  value: string;
}

export default async function exercise(sim: Simulation, orders: readonly Order[]) {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  const outcomes: string[] = [];

  for (const order of orders) {
    for (let attempt = 1; ; attempt++) {
      try {
        await producer.send(order).get();
        outcomes.push('stored');
        break;
      } catch (error) {
        if (error instanceof RetriableException && attempt < 3) continue;
        outcomes.push('refused');
        break;
      }
    }
  }

  await producer.close();
  return outcomes;
}
