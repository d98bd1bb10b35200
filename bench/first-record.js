/** The program that `start` measures: a cluster, a producer, and one acknowledged record. */
import { Simulation, StringSerializer } from '../dist/index.js';

const sim = new Simulation();
const producer = sim.producer({
  acks: 'all',
  'key.serializer': StringSerializer,
  'value.serializer': StringSerializer,
});
await sim.run(() => producer.send({ topic: 'first', key: 'key', value: 'value' }).get());
