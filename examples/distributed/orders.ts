import { StringSerializer } from 'kafka-trial';
import { defineProgram, type Program } from 'kafka-trial/explore';

/** Five orders, sent one after the other: the program that the files in this folder explore. */
const orders: Program = defineProgram({
  name: 'orders',
  cluster: { brokers: 3, topics: [{ name: 'orders', partitions: 3 }] },
  workload: Array.from({ length: 5 }, (_, i) => ({ do: 'send', topic: 'orders', value: `order ${i}` }) as const),
  run: async (sim, { workload }) => {
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    for (const step of workload) if (step.do === 'send') await producer.send({ topic: step.topic, value: step.value });
    await producer.close();
  },
});

export default orders;
