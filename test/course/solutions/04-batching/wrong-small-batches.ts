import { type Simulation, StringSerializer } from 'kafka-trial';

export default function exercise(sim: Simulation) {
  return sim.producer({
    'linger.ms': 25,
    'batch.size': 200,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
}
