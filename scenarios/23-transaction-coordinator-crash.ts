// The point: a commit that has been decided is kept, even if a broker crashes. The coordinator writes its decision to
// __transaction_state before it answers. When it crashes right after that, the next coordinator reads the decision
// there and completes the transaction.
import { type Simulation, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'transaction-coordinator-crash',
  title: 'The coordinator crashes between the decision and the markers',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'transactional.id': 'bank',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const committed = (): (string | null)[] => sim.topic('payments').values({ isolation: 'read_committed' });
    await producer.initTransactions();

    say(
      'A transaction with one record, and commitTransaction(). The answer means that the decision is in the coordinator’s log.',
    );
    producer.beginTransaction();
    producer.send({ topic: 'payments', value: 'paid' });
    sim.faults.on('WriteTxnMarkers').nth(1).loseRequest();
    await producer.commitTransaction();

    say('At this moment the coordinator crashes, and the marker for payments-0 is lost with it.');
    const coordinator = coordinatorOf(sim);
    sim.crash(coordinator);
    await sim.sleep(1_000);
    check('committed records a second later', committed(), []);

    say(
      'After broker.session.timeout.ms the controller fences the broker. Another one becomes the leader of its partition of',
    );
    say(' __transaction_state, reads that log, finds a decision without markers, and sends the markers.');
    await sim.sleep(9_000);
    check('committed records', committed(), ['paid']);

    say('The producer was idle during all of this. It finds the new coordinator when it needs one.');
    producer.beginTransaction();
    producer.send({ topic: 'payments', value: 'paid again' });
    await producer.commitTransaction();
    await sim.sleep(100);
    check('committed records', committed(), ['paid', 'paid again']);
    check('the coordinator is a different broker', coordinatorOf(sim) !== coordinator, true);
    await producer.close();
  },
});

/** The id of the coordinator in the last answer to the producer. */
function coordinatorOf({ trace }: Simulation): number {
  const found = trace.entriesOf('FindCoordinator response').findLast(({ facts }) => facts.node);
  return Number(found?.facts.node);
}
