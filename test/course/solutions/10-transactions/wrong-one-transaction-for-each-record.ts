import { type Simulation, StringSerializer } from 'kafka-trial';

interface Entry {
  topic: string;
  partition: number;
  value: string;
}

export default async function exercise(sim: Simulation, transfers: readonly Entry[][]) {
  const producer = sim.producer({
    'transactional.id': 'bank',
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });

  await producer.initTransactions();
  for (const transfer of transfers) {
    for (const entry of transfer) {
      producer.beginTransaction();
      producer.send(entry);
      await producer.commitTransaction().catch(() => producer.abortTransaction());
    }
  }

  await producer.close();
}
