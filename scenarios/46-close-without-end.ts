// The point: a known bug of the 3.6.1 client (KAFKA-16217). A commitTransaction() that times out has to be called
// again. A program that closes its producer instead waits indefinitely: close() tries to abort the transaction, which
// is not allowed while the commit has to be called again.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

export default defineScenario({
  name: 'close-without-end',
  title: 'KAFKA-16217: close() of a transactional producer does not return',
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

    say('A record does not reach its leader, and the commit waits for it, at most max.block.ms.');
    producer.beginTransaction();
    const lost = sim.faults.on('Produce').loseRequest();
    const rent = producer.send({ topic: 'payments', value: 'rent' }).get().catch(nameOf);
    check('commitTransaction() fails with', await producer.commitTransaction().catch(nameOf), 'TimeoutException');

    say(
      'Ten seconds later delivery.timeout.ms is over: the record and with it the transaction have failed. The network works again.',
    );
    check('send() fails with', await rent, 'TimeoutException');
    lost.remove();

    say('The program closes its producer. The I/O thread tries to abort the open transaction, which is not allowed,');
    say(
      ' and tries again: Cannot attempt operation `abortTransaction` because the previous call to `commitTransaction` timed out.',
    );
    let isClosed = false;
    const closing = producer.close().then(() => {
      isClosed = true;
    });
    await sim.sleep(60_000);
    check('closed after a minute', isClosed, false);
    const attempts = (): number =>
      sim.trace.entriesOf('log').filter(({ facts }) => facts.message.includes('while aborting transaction')).length;
    const before = attempts();
    await sim.sleep(60_000);
    check('closed after two minutes', isClosed, false);
    check('the I/O thread still tries to abort', attempts() > before, true);

    say(
      'Workaround: call commitTransaction() again, which fails, and then abortTransaction(); or call close() with a timeout.',
    );
    await producer.close(1_000);
    await closing;
    check('closed', isClosed, true);
    await sim.sleep(60_000);
    check('committed', sim.topic('payments').values({ isolation: 'read_committed' }), []);
  },
});
