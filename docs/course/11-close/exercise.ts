// Exercise 11: the sensor may break at any time, and then the loop throws an error. What was
// sent until then has to be stored when this function ends, and its caller has to get the
// error.
import { type Simulation, StringSerializer } from 'kafka-trial';

export default async function exercise(sim: Simulation, readings: Iterable<string>) {
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });

  for (const reading of readings) {
    producer.send({ topic: 'readings', value: reading });
  }

  producer.close();
}
