// Exercise 5: an acknowledged payment must not get lost when the leader crashes. A click must
// be acknowledged within 15 ms, and a click that a broker refuses must be reported.
import { type Simulation, StringSerializer } from 'kafka-trial';

export default function exercise(sim: Simulation) {
  const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
  const payments = sim.producer({ ...settings, acks: '1' });
  const clicks = sim.producer({ ...settings, acks: '1' });
  return { payments, clicks };
}
