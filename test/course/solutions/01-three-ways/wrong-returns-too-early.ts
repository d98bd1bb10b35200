import { type Simulation, StringSerializer } from 'kafka-trial';

export default async function exercise(sim: Simulation) {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  const to = (value: string) => ({ topic: 'CustomerCountry', key: 'Precision Products', value });

  const germany = (await producer.send(to('Germany')).get()).offset();
  let korea: number | undefined;
  producer.send(to('Korea'), (metadata) => {
    korea = metadata.offset();
  });
  const result = { germany, korea };
  await producer.close();
  return result;
}
