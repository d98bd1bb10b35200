// The point: a broker that is silent is worse than one that is down. Each attempt costs request.timeout.ms; the
// producer tries until delivery.timeout.ms is over. And when it gives up, it does not know whether the record is stored.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'broker-never-answers',
  title: 'A broker that never answers, seen by the three styles',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = (name: string) =>
      sim.producer({ 'client.id': name, 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    const expired =
      'TimeoutException: Expiring 1 record(s) for payments-0:(two minutes) has passed since batch creation';
    // The exact age depends on when the sender last looked: a real clock is always a little late.
    const told = (error: unknown): string => String(error).replace(/:120\d{3} ms/, ':(two minutes)');
    const attempts = (name: string): number =>
      sim.trace.entries.filter(({ source, event }) => source === name && event === 'Produce request').length;

    say('No produce request arrives anywhere. request.timeout.ms is 30 s, delivery.timeout.ms two minutes.');
    const lost = sim.faults.on('Produce').loseRequest();

    say('Fire and forget: the program ends two minutes late, in good spirits.');
    const forgetful = producer('fire-and-forget');
    forgetful.send({ topic: 'payments', value: 'one' });
    await forgetful.close();
    say(
      `close() is over at ${sim.nowMs} ms; the log above is the only trace of ${attempts('fire-and-forget')} attempts.`,
    );

    say('get(): the exception, two minutes later.');
    const patient = producer('get');
    check('get() threw', await patient.send({ topic: 'payments', value: 'two' }).get().catch(told), expired);
    await patient.close();

    say('Callback: the same exception; the program did other things meanwhile.');
    const attentive = producer('callback');
    const heard: string[] = [];
    attentive.send({ topic: 'payments', value: 'three' }, (_stored, error) => heard.push(told(error)));
    await attentive.close();
    check('the callback heard', heard, [expired]);
    check(
      'more than one attempt each',
      ['fire-and-forget', 'get', 'callback'].every((name) => attempts(name) > 1),
      true,
    );
    check('in the topic', sim.topic('payments').values(), []);

    say('Now the requests arrive and only the answers are lost. The producer cannot tell the difference:');
    lost.remove();
    sim.faults.on('Produce').loseResponse();
    const unsure = producer('unsure');
    check('get() threw', await unsure.send({ topic: 'payments', value: 'four' }).get().catch(told), expired);
    await unsure.close();
    say('and yet the record is stored, once, however often it was sent: that is idempotence.');
    check('in the topic', sim.topic('payments').values(), ['four']);
  },
});
