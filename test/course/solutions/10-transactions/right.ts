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
    producer.beginTransaction();
    for (const entry of transfer) producer.send(entry);
    try {
      await producer.commitTransaction();
    } catch {
      await producer.abortTransaction();
    }
  }

  await producer.close();
}
