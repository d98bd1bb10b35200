import { type Simulation, StringSerializer } from 'kafka-trial';

export default async function exercise(sim: Simulation) {
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  const outcome = async (value: string): Promise<number | string> => {
    try {
      const record = { topic: 'CustomerCountry', key: 'Precision Products', value };
      return (await producer.send(record).get()).offset();
    } catch (error) {
      return (error as Error).name;
    }
  };
  return { germany: await outcome('Germany'), korea: await outcome('Korea') };
}
