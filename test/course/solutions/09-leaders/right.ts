import { type Simulation, StringSerializer } from 'kafka-trial';

export default function exercise(sim: Simulation) {
  sim.createTopic('orders', { partitions: 1, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } });
  return sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
}
