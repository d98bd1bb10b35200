/** What `start` starts: a cluster, a producer, one acknowledged record, and out. */
import { Simulation, StringSerializer } from '../dist/index.js';

const sim = new Simulation();
const producer = sim.producer({
  acks: 'all',
  'key.serializer': StringSerializer,
  'value.serializer': StringSerializer,
});
await sim.run(() => producer.send({ topic: 'first', key: 'key', value: 'value' }).get());
