import { type Simulation, StringSerializer } from 'kafka-trial';

export default function exercise(sim: Simulation) {
  return sim.producer({
    'enable.idempotence': false,
    'max.in.flight.requests.per.connection': 1,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
}
