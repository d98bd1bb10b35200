// The point: a known bug of the 3.6.1 client (KAFKA-9965). The RoundRobinPartitioner is asked twice for a record that
// opens a batch, and counts twice. With an even number of partitions, half of them are skipped every time and never get
// a record.
import { StringSerializer } from 'kafka-trial';
import { RoundRobinPartitioner } from 'kafka-trial/producer';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'every-second-partition',
  title: 'KAFKA-9965: round robin skips every second partition',
  run: async ({ sim, say, check }) => {
    const partitions = [0, 1, 2, 3];
    const perPartition = (topic: string): number[] =>
      partitions.map((partition) => sim.topic(topic).values({ partition }).length);
    const roundRobin = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'partitioner.class': RoundRobinPartitioner,
      'linger.ms': 20,
    });

    say('Eight clicks, one after the other; each opens a batch of its own.');
    sim.createTopic('clicks', { partitions: 4, replicationFactor: 1 });
    for (let i = 0; i < 8; i++) await roundRobin.send({ topic: 'clicks', value: `click ${i}` }).get();
    check('records per partition', perPartition('clicks'), [0, 4, 0, 4]);

    say(
      'Eight views at once, in shared batches. The result is the same: if a partition has no open batch, the second answer is used.',
    );
    sim.createTopic('views', { partitions: 4, replicationFactor: 1 });
    for (let i = 0; i < 8; i++) roundRobin.send({ topic: 'views', value: `view ${i}` });
    await roundRobin.flush();
    check('records per partition', perPartition('views'), [0, 4, 0, 4]);
    await roundRobin.close();

    say('Workaround: an odd number of partitions, or a program that chooses the partition of every record.');
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    sim.createTopic('likes', { partitions: 4, replicationFactor: 1 });
    for (let i = 0; i < 8; i++) producer.send({ topic: 'likes', partition: i % 4, value: `like ${i}` });
    await producer.close();
    check('records per partition', perPartition('likes'), [2, 2, 2, 2]);
  },
});
