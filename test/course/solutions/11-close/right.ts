import { type Simulation, StringSerializer } from 'kafka-trial';

export default async function exercise(sim: Simulation, readings: Iterable<string>) {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });

  try {
    for (const reading of readings) producer.send({ topic: 'readings', value: reading });
  } finally {
    await producer.close();
  }
}
