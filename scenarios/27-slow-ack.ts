// The point: request.timeout.ms is an assumption about the broker. If the answer takes longer, the producer has already
// closed the connection and sent the batch again on a new one. Both requests are stored, unless idempotence rejects the
// second one.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'slow-ack',
  title: 'An answer that arrives after request.timeout.ms',
  breaks: ['NoDuplicateWithIdempotence'],
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const settings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

    say('The answer takes 31 s, and request.timeout.ms is 30 s. Without idempotence:');
    const hasty = sim.producer({ ...settings, 'client.id': 'hasty', 'enable.idempotence': false });
    sim.faults.on('Produce', { client: 'hasty' }).nth(1).delayResponse(31_000);
    await hasty.send({ topic: 'payments', value: 'rent' }).get();
    check('attempts', attempts(sim, 'hasty'), 2);
    check('in the log', sim.topic('payments').values(), ['rent', 'rent']);
    await hasty.close();

    say('With a request.timeout.ms above the broker’s delay there is one attempt and one record.');
    const patient = sim.producer({
      ...settings,
      'client.id': 'patient',
      'enable.idempotence': false,
      'request.timeout.ms': 40_000,
    });
    sim.faults.on('Produce', { client: 'patient' }).nth(1).delayResponse(31_000);
    await patient.send({ topic: 'payments', value: 'wages' }).get();
    check('attempts', attempts(sim, 'patient'), 1);
    await patient.close();

    say('With idempotence the timeout may be too short: two attempts, one record.');
    const idempotent = sim.producer({ ...settings, 'client.id': 'idempotent' });
    sim.faults.on('Produce', { client: 'idempotent' }).nth(1).delayResponse(31_000);
    await idempotent.send({ topic: 'payments', value: 'tax' }).get();
    check('attempts', attempts(sim, 'idempotent'), 2);
    check('in the log', sim.topic('payments').values(), ['rent', 'rent', 'wages', 'tax']);
    await idempotent.close();
  },
});

function attempts({ trace }: Simulation, client: string): number {
  return trace.entries.filter(({ source, event }) => source === client && event === 'Produce request').length;
}
