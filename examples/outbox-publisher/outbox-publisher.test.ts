import { type KafkaProducer, ProducerFencedException, type Simulation, StringSerializer } from 'kafka-trial';
import { expect, test } from 'kafka-trial/vitest';
import { vi } from 'vitest';
import { type Outbox, OutboxPublisher, type OutboxRow } from './outbox-publisher.ts';

const order: OutboxRow = { id: 'row-1', topic: 'orders', key: 'ada', payload: 'two lamps' };
const invoice: OutboxRow = { id: 'row-2', topic: 'invoices', key: 'ada', payload: '42.00' };
const committed = { isolation: 'read_committed' } as const;

/** A database table with an order and its invoice. */
class Table implements Outbox {
  readonly emptied = new AbortController();
  private rows: readonly OutboxRow[] = [order, invoice];

  unpublished(limit: number): Promise<readonly OutboxRow[]> {
    return Promise.resolve(this.rows.slice(0, limit));
  }

  markPublished(published: readonly OutboxRow[]): Promise<void> {
    this.rows = this.rows.filter((row) => !published.includes(row));
    if (this.rows.length === 0) this.emptied.abort();
    return Promise.resolve();
  }
}

function producerIn(sim: Simulation, name: string): KafkaProducer<string, string> {
  const strings = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
  return sim.producer({ ...strings, 'client.id': name, 'transactional.id': 'outbox' });
}

/** Publishes until the table is empty and its rows are visible to consumers with read_committed. */
async function publish(sim: Simulation, table: Table, name = 'publisher'): Promise<void> {
  await new OutboxPublisher(table, producerIn(sim, name)).run(table.emptied.signal);
  await sim.sleep(1_000);
}

/** The transaction's coordinator, whichever broker it is, crashes while the first EndTxn request is in flight. */
function crashCoordinatorAtCommit(sim: Simulation): void {
  const ignore = sim.trace.on(({ event, facts }) => {
    if (event !== 'EndTxn request') return;
    ignore();
    const [coordinator = ''] = String(facts.broker).split(':');
    sim.at(sim.nowMs).crash(coordinator, { forMs: 20_000 });
  });
}

test.beforeEach(({ sim }) => {
  sim.timers.install();
  for (const topic of ['orders', 'invoices']) sim.createTopic(topic, { partitions: 1, replicationFactor: 3 });
});

test('rows are published once, even if the coordinator crashes and the answer to the commit is lost', async ({
  sim,
}) => {
  crashCoordinatorAtCommit(sim);
  sim.faults.on('EndTxn').nth(2).loseResponse();
  await sim.run(() => publish(sim, new Table()));
  expect(sim.topic('orders')).toHaveDelivered([{ value: 'two lamps', headers: { id: 'row-1' } }], committed);
  expect(sim.topic('invoices')).toHaveDelivered([{ value: '42.00', headers: { id: 'row-2' } }], committed);
});

test('an order is not visible without its invoice: if one is rejected, neither is committed', async ({ sim }) => {
  sim.faults.on('Produce', { topic: 'invoices' }).once().respond('INVALID_RECORD');
  await sim.run(() => publish(sim, new Table()));
  expect(sim.topic('orders')).toHaveDelivered(['two lamps', 'two lamps']);
  expect(sim.topic('orders')).toHaveDelivered(['two lamps'], committed);
  expect(sim.topic('invoices')).toHaveDelivered(['42.00'], committed);
});

test('rows are published twice, with the same id, if the database fails after the commit', async ({ sim }) => {
  const table = new Table();
  vi.spyOn(table, 'markPublished').mockRejectedValueOnce(new Error('The database is down.'));
  await sim.run(async () => {
    await expect(publish(sim, table)).rejects.toThrow('The database is down.');
    await publish(sim, table, 'publisher, restarted');
  });
  const twice = [{ headers: { id: 'row-1' } }, { headers: { id: 'row-1' } }];
  expect(sim.topic('orders')).toHaveDelivered(twice, committed);
});

test('a publisher that was paused while another one took over publishes nothing more', async ({ sim }) => {
  const table = new Table();
  vi.spyOn(table, 'unpublished').mockImplementationOnce(async () => {
    await sim.sleep(10_000);
    return [order, invoice];
  });
  await sim.run(async () => {
    const paused = expect(publish(sim, table, 'paused')).rejects.toThrow(ProducerFencedException);
    await sim.sleep(1_000);
    await publish(sim, table, 'successor');
    await paused;
  });
  expect(sim.topic('orders')).toHaveDelivered(['two lamps'], committed);
});
