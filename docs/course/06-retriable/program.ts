// Which errors the producer tries again by itself, and what a TimeoutException means.
import { RetriableException, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'course-retriable',
  title: 'Errors that are retried, and errors that are not',
  simulation: { network: { latencyMs: 5 } },
  run: async ({ sim, say, check }) => {
    sim.createTopic('orders', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const requests = () =>
      sim.trace.entries.filter(({ event }) => event === 'Produce request').length;

    const send = async (value: string) => {
      const before = requests();
      const result = await producer
        .send({ topic: 'orders', value })
        .get()
        .then(
          () => 'stored',
          (error: Error) =>
            `${error.name}, ${error instanceof RetriableException ? 'retriable' : 'not retriable'}`,
        );
      return { requests: requests() - before, result };
    };

    say('A broker refuses a request once, for one reason after the other:');
    for (const error of [
      'NOT_ENOUGH_REPLICAS',
      'NOT_LEADER_OR_FOLLOWER',
      'CORRUPT_MESSAGE',
    ] as const) {
      sim.faults.on('Produce').times(1).respond(error);
      check(error, await send(error), { requests: 2, result: 'stored' });
    }
    sim.faults.on('Produce').times(1).respond('INVALID_RECORD');
    check('INVALID_RECORD', await send('a'), {
      requests: 1,
      result: 'InvalidRecordException, not retriable',
    });
    sim.faults.on('Produce').times(1).respond('TOPIC_AUTHORIZATION_FAILED');
    const forbidden = { requests: 1, result: 'TopicAuthorizationException, not retriable' };
    check('TOPIC_AUTHORIZATION_FAILED', await send('b'), forbidden);

    say('An order of two million characters:');
    const tooLarge = { requests: 0, result: 'RecordTooLargeException, not retriable' };
    check('result', await send('x'.repeat(2_000_000)), tooLarge);

    say('A broker stores an order, and all its answers are lost:');
    sim.faults.on('Produce').loseResponse();
    check('result', await send('rent'), { requests: 4, result: 'TimeoutException, retriable' });
    check('rent is in the topic', sim.topic('orders').values().includes('rent'), true);
    await producer.close();
  },
});
