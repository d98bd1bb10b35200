// Exercise 10: every transfer consists of two records. A read_committed consumer must read both
// or none of them. A transfer that fails must not prevent the next one.
import { type Simulation, StringSerializer } from 'kafka-trial';

interface Entry {
  topic: string;
  partition: number;
  value: string;
}

export default async function exercise(sim: Simulation, transfers: readonly Entry[][]) {
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });

  for (const transfer of transfers) {
    for (const entry of transfer) producer.send(entry);
  }

  await producer.close();
}
