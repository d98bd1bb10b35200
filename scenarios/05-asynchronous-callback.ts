// The point: a callback does not wait, yet learns everything: the producer sends on in batches and calls back, in the
// order of the sends, when the broker has answered or when hope is gone.
import { type RecordMetadata, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

class DemoProducerCallback {
  readonly stored: string[] = [];
  readonly failed: string[] = [];

  onCompletion(recordMetadata: RecordMetadata, e: Error | null): void {
    if (e !== null) this.failed.push(e.name);
    else this.stored.push(`${recordMetadata}`);
  }
}

export default defineScenario({
  name: 'asynchronous-callback',
  title: 'Asynchronous: a callback hears how it went',
  simulation: { network: { latencyMs: 5 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('Customer3', { partitions: 1, replicationFactor: 1 });
    const producer = sim.producer({
      acks: 'all',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const record = { topic: 'Customer3', key: 'Biomeidcal Materials', value: 'USA' };
    const callback = new DemoProducerCallback();

    say('The article’s record, and five more behind it. No send waits for another.');
    producer.send(record, callback);
    for (let i = 0; i < 5; i++) producer.send(record, callback);
    check('calls back so far', callback.stored.length, 0);
    await producer.flush();
    check(
      'where they lie, in order',
      callback.stored,
      [0, 1, 2, 3, 4, 5].map((offset) => `Customer3-0@${offset}`),
    );
    say(`All six took ${sim.nowMs} ms, connections included: what one round trip costs, batches share.`);

    say('An error the producer may not retry: the callback gets it, and send() itself never throws it.');
    sim.faults.on('Produce').respond('INVALID_RECORD');
    producer.send(record, callback);
    await producer.close();
    check('errors the callback heard of', callback.failed, ['InvalidRecordException']);
    check('records in the topic', sim.topic('Customer3').records().length, 6);
  },
});
