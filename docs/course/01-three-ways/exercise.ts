// Exercise 1: send Germany synchronously, then Korea asynchronously. Return { germany, korea }:
// for each record its offset, or the name of the error if it was not stored.
import { type Simulation, StringSerializer } from 'kafka-trial';

export default async function exercise(sim: Simulation) {
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
  const to = (value: string) => ({ topic: 'CustomerCountry', key: 'Precision Products', value });

  producer.send(to('Germany'));
  producer.send(to('Korea'));

  return { germany: undefined, korea: undefined };
}
