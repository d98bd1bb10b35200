// Sixty orders in half a minute, in which connections break, the leader is busy, and a broker
// crashes.
import { type ProducerConfigInput, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-everything',
  title: 'Everything goes wrong',
  simulation: { network: { latencyMs: 5 } },
  breaks: ['NoAcknowledgedRecordLost', 'NoDuplicateWithIdempotence', 'CallbackOrder'],
  run: async ({ sim, say, check }) => {
    /**
     * Sends the orders 1 to 60, three every 1.5 seconds. Returns what the program believes, and
     * what is true.
     */
    const shop = async (name: string, config: ProducerConfigInput) => {
      sim.createTopic(name, {
        partitions: 1,
        replicationFactor: 3,
        configs: { 'min.insync.replicas': '2' },
      });
      const producer = sim.producer({
        ...config,
        'client.id': name,
        'key.serializer': StringSerializer,
        'value.serializer': StringSerializer,
      });
      const acknowledged: string[] = [];
      for (let number = 1; number <= 60; number++) {
        const value = String(number);
        producer.send({ topic: name, value }, (_, error) => {
          if (error === null) acknowledged.push(value);
        });
        await sim.sleep(number % 3 === 0 ? 1_500 : 1);
      }
      await producer.close();
      await sim.sleep(60_000);
      const stored = sim.topic(name).values().map(String);
      return {
        acknowledged: acknowledged.length,
        'of these lost': acknowledged.filter((value) => !stored.includes(value)).length,
        'stored twice': stored.length - new Set(stored).size,
        'in order': stored.every(
          (value, index) => index === 0 || Number(value) >= Number(stored[index - 1]),
        ),
      };
    };

    for (const client of ['careless', 'careful']) {
      sim.faults.on('Produce', { client }).nth(5).breakBeforeResponse();
      sim.faults.on('Produce', { client }).nth(10).respond('NOT_ENOUGH_REPLICAS');
    }
    sim.at(14_000).slowReplica('broker-2', 2_000, { forMs: 4_000 });
    sim.at(14_000).slowReplica('broker-3', 2_000, { forMs: 4_000 });
    sim.at(16_600).crash('broker-1', { forMs: 10_000 });
    const [careless, careful] = await Promise.all([
      shop('careless', { acks: '1', 'enable.idempotence': false }),
      shop('careful', {}),
    ]);
    say('acks=1, enable.idempotence=false:');
    check('careless', careless, {
      acknowledged: 60,
      'of these lost': 3,
      'stored twice': 3,
      'in order': false,
    });
    say('The default settings, acks=all and enable.idempotence=true:');
    check('careful', careful, {
      acknowledged: 60,
      'of these lost': 0,
      'stored twice': 0,
      'in order': true,
    });
  },
});
