// The point: a commit that is decided is kept, whoever dies. The coordinator writes its decision to __transaction_state
// before it answers; when it crashes right then, the next one reads the decision there and finishes the work.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'transaction-coordinator-crash',
  title: 'The coordinator dies between the decision and the markers',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'transactional.id': 'bank',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const committed = (): (string | null)[] => sim.topic('payments').values({ isolation: 'read_committed' });
    await producer.initTransactions();

    say('A transaction with one record, and commitTransaction(). The answer means: the decision is written down.');
    producer.beginTransaction();
    producer.send({ topic: 'payments', value: 'paid' });
    sim.faults.on('WriteTxnMarkers').nth(1).loseRequest();
    await producer.commitTransaction();

    say('In this very moment the coordinator crashes, and the marker it had for payments-0 is lost with it.');
    const coordinator = coordinatorOf(sim);
    sim.crash(coordinator);
    await sim.sleep(1_000);
    check('a second later, committed records', committed(), []);

    say('After broker.session.timeout.ms the controller gives the broker up. Another one now leads its part of');
    say(' __transaction_state: it reads the log, finds a decision without its markers, and sends them.');
    await sim.sleep(9_000);
    check('committed records', committed(), ['paid']);

    say('The producer has slept through all this. It finds the new coordinator when it needs one.');
    producer.beginTransaction();
    producer.send({ topic: 'payments', value: 'paid again' });
    await producer.commitTransaction();
    await sim.sleep(100);
    check('committed records', committed(), ['paid', 'paid again']);
    check('the coordinator is another broker', coordinatorOf(sim) !== coordinator, true);
    await producer.close();
  },
});

/** Id of the broker that the producer was last told to be its coordinator. */
function coordinatorOf({ trace }: Simulation): number {
  const told = trace.entries.findLast(({ event, facts }) => event === 'FindCoordinator response' && facts.node);
  return Number(told?.facts.node);
}
