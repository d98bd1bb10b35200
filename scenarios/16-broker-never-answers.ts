// The point: a broker that does not answer is worse than one that is down. Each attempt takes request.timeout.ms, and
// the producer retries until delivery.timeout.ms is over. When the record has failed, the producer does not know
// whether it is stored.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'broker-never-answers',
  title: 'A broker that never answers, for the three ways to send',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = (name: string) =>
      sim.producer({ 'client.id': name, 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const expired =
      'TimeoutException: Expiring 1 record(s) for payments-0:(two minutes) has passed since batch creation';
    // The exact age depends on when the sender last checked for expired batches.
    const withoutAge = (error: unknown): string => String(error).replace(/:120\d{3} ms/, ':(two minutes)');
    const attempts = (name: string): number =>
      sim.trace.entries.filter(({ source, event }) => source === name && event === 'Produce request').length;

    say('Every produce request is lost. request.timeout.ms is 30 s, delivery.timeout.ms is two minutes.');
    const lost = sim.faults.on('Produce').loseRequest();

    say('Fire and forget: the program ends two minutes late, without an error.');
    const forgetful = producer('fire-and-forget');
    forgetful.send({ topic: 'payments', value: 'one' });
    await forgetful.close();
    say(
      `close() returns at ${sim.nowMs} ms; only the log above shows that there were ${attempts('fire-and-forget')} attempts.`,
    );

    say('get() throws the exception after two minutes.');
    const patient = producer('get');
    check('get() threw', await patient.send({ topic: 'payments', value: 'two' }).get().catch(withoutAge), expired);
    await patient.close();

    say('The callback gets the same exception; the program did not have to wait.');
    const attentive = producer('callback');
    const results: string[] = [];
    attentive.send({ topic: 'payments', value: 'three' }, (_stored, error) => results.push(withoutAge(error)));
    await attentive.close();
    check('the callback got', results, [expired]);
    check(
      'more than one attempt each',
      ['fire-and-forget', 'get', 'callback'].every((name) => attempts(name) > 1),
      true,
    );
    check('in the topic', sim.topic('payments').values(), []);

    say('Now the requests arrive and only the answers are lost. The producer cannot distinguish the two cases.');
    lost.remove();
    sim.faults.on('Produce').loseResponse();
    const unsure = producer('unsure');
    check('get() threw', await unsure.send({ topic: 'payments', value: 'four' }).get().catch(withoutAge), expired);
    await unsure.close();
    say(
      'Nevertheless the record is stored exactly once, however often it was sent, because the producer is idempotent.',
    );
    check('in the topic', sim.topic('payments').values(), ['four']);
  },
});
