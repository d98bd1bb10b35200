import { type Simulation, StringSerializer } from 'kafka-trial';

export default async function exercise(sim: Simulation) {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  const to = (value: string) => ({ topic: 'CustomerCountry', key: 'Precision Products', value });

  let germany: number | string;
  try {
    germany = (await producer.send(to('Germany')).get()).offset();
  } catch (error) {
    germany = (error as Error).name;
  }

  let korea: number | string = 'not known yet';
  producer.send(to('Korea'), (metadata, error) => {
    korea = error === null ? metadata.offset() : error.name;
  });
  await producer.close();

  return { germany, korea };
}
