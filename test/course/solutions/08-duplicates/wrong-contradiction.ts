import { type Simulation, StringSerializer } from 'kafka-trial';

export default function exercise(sim: Simulation) {
  return sim.producer({
    'enable.idempotence': true,
    retries: 0,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
}
