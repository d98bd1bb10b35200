import { type Simulation, StringSerializer } from 'kafka-trial';

export default function exercise(sim: Simulation) {
  const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
  const payments = sim.producer(settings);
  const clicks = sim.producer(settings);
  return { payments, clicks };
}
