// The point: a known bug of the 3.6.1 client (KAFKA-16217). A commit that times out has to be called again. A program that closes its
// producer instead waits for ever: close() wants to abort the transaction, and may not, since there is a commit to be called again.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'close-without-end',
  title: 'KAFKA-16217: close() of a transactional producer does not end',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({
      'transactional.id': 'bank',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
      'max.block.ms': 10_000,
      'request.timeout.ms': 15_000,
      'delivery.timeout.ms': 20_000,
    });
    const nameOf = (error: Error): string => error.name;
    await producer.initTransactions();

    say('A record that its leader never gets, and a commit that has to wait for it: no longer than max.block.ms.');
    producer.beginTransaction();
    const lost = sim.faults.on('Produce').loseRequest();
    const rent = producer.send({ topic: 'payments', value: 'rent' }).get().catch(nameOf);
    check('the commit', await producer.commitTransaction().catch(nameOf), 'TimeoutException');

    say(
      'Ten seconds later delivery.timeout.ms is over: the record has failed, and the transaction with it. The network is well again.',
    );
    check('the record', await rent, 'TimeoutException');
    lost.remove();

    say('The program has had enough, and closes its producer. The I/O thread tries to abort what is open, is refused,');
    say(
      ' and tries again: Cannot attempt operation `abortTransaction` because the previous call to `commitTransaction` timed out.',
    );
    let isClosed = false;
    const closing = producer.close().then(() => {
      isClosed = true;
    });
    await sim.sleep(60_000);
    check('a minute later it is closed', isClosed, false);
    const refusals = (): number =>
      sim.trace.entries.filter(({ facts }) => String(facts.message).includes('while aborting transaction')).length;
    const before = refusals();
    await sim.sleep(60_000);
    check('two minutes later', isClosed, false);
    check('it still tries', refusals() > before, true);

    say(
      'The remedy: call commitTransaction() again, which fails, and then abort; or a close() that does not wait for ever.',
    );
    await producer.close(1_000);
    await closing;
    check('it is closed', isClosed, true);
    await sim.sleep(60_000);
    check('committed', sim.topic('payments').values({ isolation: 'read_committed' }), []);
  },
});
