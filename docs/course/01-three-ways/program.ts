// The programs of the article in one: the same producer sends a record in three ways.
import { NewTopic, ProducerRecord } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-three-ways',
  title: 'Three ways to send a record',
  simulation: { network: { latencyMs: 5 } },
  run: async ({ sim, say, check }) => {
    const configs = {
      'bootstrap.servers': 'broker-1:9092',
      acks: 'all',
      'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
      'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
    } as const;
    const admin = sim.admin(configs);
    await admin.createTopics([new NewTopic('Customer3', 1, 1)]).all();
    const producer = sim.producer<string, string>(configs);
    const france = new ProducerRecord('Customer3', 'Precision Products', 'France');
    const usa = new ProducerRecord('Customer3', 'Biomeidcal Materials', 'USA');
    let startMs = sim.nowMs;

    say('1. Fire and forget: send(record)');
    producer.send(france);
    check('ms until the next line runs', sim.nowMs - startMs, 0);
    check('records in the topic when it runs', sim.topic('Customer3').records().length, 0);

    say('2. Synchronous: await send(record).get()');
    const metadata = await producer.send(france).get();
    say(`   The next line runs ${sim.nowMs - startMs} ms later.`);
    check('where the record is stored', `${metadata}`, 'Customer3-0@1');

    say('3. Asynchronous: send(record, callback)');
    startMs = sim.nowMs;
    let result = 'not called yet';
    producer.send(usa, (stored, error) => {
      result = error === null ? `${stored}` : `${error}`;
      say(`   The callback is called ${sim.nowMs - startMs} ms later.`);
    });
    check('ms until the next line runs', sim.nowMs - startMs, 0);
    check('the result when it runs', result, 'not called yet');
    await producer.flush();
    check('the result after flush()', result, 'Customer3-0@2');

    await producer.close();
    check('in the topic', sim.topic('Customer3').values(), ['France', 'France', 'USA']);
    await admin.close();
  },
});
