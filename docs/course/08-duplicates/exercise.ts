// Exercise 8: every payment exactly once, and in order. A colleague has switched off retries,
// to be on the safe side.
import { type Simulation, StringSerializer } from 'kafka-trial';

export default function exercise(sim: Simulation) {
  return sim.producer({
    'enable.idempotence': false,
    retries: 0,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
}
