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
    try {
      await producer.send(order).get();
      outcomes.push('stored');
    } catch (error) {
      outcomes.push(error instanceof RetriableException ? 'unknown' : 'refused');
    }
  }

  await producer.close();
  return outcomes;
}
