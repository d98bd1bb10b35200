// The point: two known bugs of the 3.6.1 client. A batch that a broker rejects as too large is split at batch.size,
// even if it was smaller than that (KAFKA-8350), so the same batch is sent again without a backoff. And flush() does
// not wait for it (KAFKA-19479).
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'too-large-together',
  title: 'KAFKA-8350, KAFKA-19479: a batch that is split repeatedly, and a flush() that does not wait for it',
  run: async ({ sim, say, check }) => {
    sim.createTopic('lines', { partitions: 1, replicationFactor: 3, configs: { 'max.message.bytes': '1000' } });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'request.timeout.ms': 30,
      'delivery.timeout.ms': 60,
    });
    await producer.partitionsFor('lines');

    say(
      'The topic accepts batches of up to 1,000 bytes; the producer fills them up to batch.size, 16,384 bytes. Three lines of',
    );
    say(
      ' 400 bytes share a batch; each of them is small enough, but together they are not. The program calls flush() to wait for them.',
    );
    const results: string[] = [];
    const lines = ['a', 'b', 'c'].map((letter) =>
      producer.send(
        { topic: 'lines', value: letter.repeat(400) },
        (_, error) => void results.push(error?.name ?? 'stored'),
      ),
    );
    await producer.flush();
    check('records that are done when flush() returns', lines.filter((line) => line.isDone()).length, 0);
    check('callbacks that were called', results, []);
    check('in the log', sim.topic('lines').values(), []);

    say(
      'For flush(), the batch was complete when the broker rejected it, because its records moved to another one. The Javadoc',
    );
    say(
      ' guarantees that every record has completed. A program that now commits its input offsets, as Kafka Streams did, loses them.',
    );
    await sim.sleep(1_000);
    check('callbacks a second later', results, ['TimeoutException', 'TimeoutException', 'TimeoutException']);
    const splits = sim.trace.entries.filter(({ event }) => event === 'batch split').length;
    check('the batch was split more than ten times', splits > 10, true);

    say(
      'Workaround: a batch.size below max.message.bytes, and checking callbacks or futures instead of relying on flush() alone.',
    );
    const careful = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'batch.size': 900,
    });
    for (const letter of ['a', 'b', 'c']) careful.send({ topic: 'lines', value: letter.repeat(400) });
    await careful.close();
    check(
      'in the log',
      sim
        .topic('lines')
        .values()
        .map((line) => line?.[0]),
      ['a', 'b', 'c'],
    );
    await producer.close();
  },
});
