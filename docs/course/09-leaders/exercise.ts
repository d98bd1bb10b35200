// Exercise 9: create the topic orders so that the crash of any one broker delays an order by 15
// seconds at most, and that no acknowledged order is lost.
import { type Simulation, StringSerializer } from 'kafka-trial';

export default function exercise(sim: Simulation) {
  sim.createTopic('orders', {
    partitions: 1,
    replicationFactor: 1,
    configs: { 'min.insync.replicas': '1' },
  });
  return sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
}
