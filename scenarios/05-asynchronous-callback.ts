// The point: a callback does not block the program, yet it reports every outcome. The producer sends in batches and
// calls the callbacks in the order of the send() calls, when the broker has answered or the record has finally failed.
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
  title: 'Asynchronous: a callback reports the result',
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

    say(
      'The record of the blog article (whose spelling of its key is kept), and five more. No send() waits for another.',
    );
    producer.send(record, callback);
    for (let i = 0; i < 5; i++) producer.send(record, callback);
    check('callbacks called so far', callback.stored.length, 0);
    await producer.flush();
    check(
      'where they are stored, in order',
      callback.stored,
      [0, 1, 2, 3, 4, 5].map((offset) => `Customer3-0@${offset}`),
    );
    say(`All six took ${sim.nowMs} ms, including connections: the records of a batch share one round trip.`);

    say('An error that the producer must not retry is passed to the callback; send() itself does not throw it.');
    sim.faults.on('Produce').respond('INVALID_RECORD');
    producer.send(record, callback);
    await producer.close();
    check('errors passed to the callback', callback.failed, ['InvalidRecordException']);
    check('records in the topic', sim.topic('Customer3').records().length, 6);
  },
});
