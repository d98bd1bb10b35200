// The point: two known bugs of the 3.6.1 client. A batch that a broker finds too large is cut at batch.size, also if it was smaller
// than that to begin with (KAFKA-8350): the same batch goes out again, without a pause. And flush() does not wait for it (KAFKA-19479).
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'too-large-together',
  title: 'KAFKA-8350, KAFKA-19479: a batch cut for ever, and a flush() that does not wait',
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
      'A topic takes batches of 1,000 bytes, and the producer makes them of up to 16,384 (batch.size). Three lines of 400 bytes',
    );
    say(
      ' share one. Each of them is small enough; together they are not. Then the program flushes, to know that they are stored.',
    );
    const heard: string[] = [];
    const lines = ['a', 'b', 'c'].map((letter) =>
      producer.send(
        { topic: 'lines', value: letter.repeat(400) },
        (_, error) => void heard.push(error?.name ?? 'stored'),
      ),
    );
    await producer.flush();
    check('flush() is back; of the three are done', lines.filter((line) => line.isDone()).length, 0);
    check('callbacks that were called', heard, []);
    check('in the log', sim.topic('lines').values(), []);

    say(
      'To flush() the batch was done when the broker had refused it: its records had moved to another one. The javadoc guarantees that',
    );
    say(
      ' every record sent before has completed. A program that commits now what it has read elsewhere (Kafka Streams did) loses them.',
    );
    await sim.sleep(1_000);
    check('a second later', heard, ['TimeoutException', 'TimeoutException', 'TimeoutException']);
    const cuts = sim.trace.entries.filter(({ event }) => event === 'batch split').length;
    check('the batch was cut more often than ten times', cuts > 10, true);

    say(
      'The remedy: a batch.size below max.message.bytes, and no trust in flush() alone: callbacks and futures tell the truth.',
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
