import { Simulation, StringSerializer } from 'kafka-trial';
import { expect, it } from 'vitest';
import type { Faults } from '../../../src/simulation/faults/faults.ts';

/** Sends two records, one after the other, with faults that do not fire. @returns what the run says about them */
async function report(setFaults: (faults: Faults, sim: Simulation) => unknown): Promise<readonly string[]> {
  const sim = new Simulation();
  sim.createTopic('orders', { partitions: 1 });
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  setFaults(sim.faults, sim);
  const run = sim.run(async () => {
    await producer.send({ topic: 'orders', value: 'one' }).get();
    await producer.send({ topic: 'orders', value: 'two' }).get();
  });
  await expect(run).rejects.toMatchObject({ kind: 'a fault never fired' });
  return sim.faults.idleReport();
}

const REQUESTS = 'Requests of the clients: 3 ApiVersions, 1 Metadata, 1 InitProducerId, 2 Produce.';
const ADVICE = 'Change what it is on, or when it happens, or mark it .optional().';

it('says how many requests there were for a fault on a later one', async () => {
  expect(await report((faults) => faults.on('Produce', { topic: 'orders' }).nth(3).loseResponse())).toEqual([
    'This fault never fired:',
    '  Produce to orders, number 3: lose the response (there were 2 such requests)',
    REQUESTS,
    ADVICE,
  ]);
});

it('counts only the requests in the scope of the fault', async () => {
  const lines = await report((faults) => {
    faults.on('InitProducerId').nth(2).loseResponse();
    faults.on('Fetch').loseResponse();
  });
  expect(lines).toEqual([
    'These faults never fired:',
    '  InitProducerId, number 2: lose the response (there was 1 such request)',
    '  Fetch, always: lose the response (there was no such request)',
    REQUESTS,
    ADVICE,
  ]);
});

it('says that the time of a fault has not come', async () => {
  const [, fault, ...rest] = await report((_faults, sim) => sim.at(10_000).crash('broker-1'));
  expect(fault).toMatch(/^ {2}crash broker 1 at 10000 ms \(the run has not come to this time: it is at \d+ ms\)$/);
  expect(rest).toEqual([ADVICE]);
});
