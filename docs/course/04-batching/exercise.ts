// Exercise 4: 200 clicks, one every millisecond, in at most 12 requests, and each of them
// acknowledged within 60 ms. A click that comes alone must not take longer, either.
import { type Simulation, StringSerializer } from 'kafka-trial';

export default function exercise(sim: Simulation) {
  return sim.producer({
    'linger.ms': 0,
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
  });
}
