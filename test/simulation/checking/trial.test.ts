/** Covers: src/simulation/checking/trial.ts, src/simulation/checking/verdict.ts, src/simulation/checking/record-log.ts, src/simulation/checking/trace-excerpt.ts. Guarantees and verdict on real runs. */
import {
  type KafkaProducer,
  type ProducerConfigInput,
  Simulation,
  SimulationError,
  type SimulationOptions,
} from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const text = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
} as const;

interface Run {
  readonly options?: SimulationOptions;
  readonly producer?: ProducerConfigInput;
  /** Called after the first record. */
  readonly script?: (sim: Simulation) => void;
}

/** Sends one record, runs the script, then sends twenty records over ten seconds and ignores their results. */
async function run({ options = {}, producer = {}, script = () => {} }: Run): Promise<Simulation> {
  const sim = new Simulation({ guarantees: 'all', ...options });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  const client = sim.producer({ ...text, ...producer });
  await sim.run(async () => {
    await client.send({ topic: 'payments', value: 'first' }).get();
    script(sim);
    await sendOver(sim, client, 20);
    await client.close();
    await sim.sleep(60_000);
  });
  return sim;
}

async function sendOver(sim: Simulation, producer: KafkaProducer<string, string>, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    producer.send({ topic: 'payments', value: `${i}` });
    await sim.sleep(500);
  }
}

function leaderOf(sim: Simulation): number {
  return sim.snapshot().topics[0]!.partitions[0]!.leader;
}

async function failureOf(run: Promise<unknown>): Promise<SimulationError> {
  const error = await run.then(
    () => expect.unreachable('the run was expected to fail'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SimulationError);
  return error as SimulationError;
}

const withoutIdempotence = { 'enable.idempotence': false, acks: 'all' } as const;
const oneByOne = { ...withoutIdempotence, 'max.in.flight.requests.per.connection': 1 } as const;
const uncleanElections = { 'unclean.leader.election.enable': true, 'zookeeper.connect': 'localhost:2181' } as const;

/** From now on only the leader stores records. Then it crashes for good, and another replica becomes the leader. */
function loseUnreplicatedRecords(sim: Simulation): void {
  const leader = leaderOf(sim);
  const others = [1, 2, 3].filter((id) => id !== leader);
  for (const id of others) sim.crash(id);
  sim.at(sim.nowMs + 30_000).crash(leader);
  sim.at(sim.nowMs + 31_000).restart(others[0]!);
}

const disturbed: readonly (readonly [string, Run])[] = [
  ['nothing in particular', {}],
  ['the crash of the leader', { script: (sim) => sim.at(sim.nowMs + 2_100).crash(leaderOf(sim)) }],
  [
    'the crash and return of every broker in turn',
    {
      script: (sim) => {
        for (const [turn, broker] of [1, 2, 3].entries()) {
          sim.at(sim.nowMs + 1_000 + 15_000 * turn).crash(broker);
          sim.at(sim.nowMs + 13_000 + 15_000 * turn).restart(broker);
        }
      },
    },
  ],
  ['a clean shutdown of the leader', { script: (sim) => sim.at(sim.nowMs + 2_100).shutdown(leaderOf(sim)) }],
  ['a lost response', { script: (sim) => void sim.faults.on('Produce').nth(3).loseResponse() }],
  ['a lost request', { script: (sim) => void sim.faults.on('Produce').nth(3).loseRequest() }],
  ['a broken connection', { script: (sim) => void sim.faults.on('Produce').nth(3).disconnect() }],
  ['retriable errors', { script: (sim) => void sim.faults.on('Produce').times(4).respond('NOT_LEADER_OR_FOLLOWER') }],
  ['a fatal error', { script: (sim) => void sim.faults.on('Produce').nth(3).respond('TOPIC_AUTHORIZATION_FAILED') }],
  [
    'a batch too large for the broker',
    { script: (sim) => void sim.faults.on('Produce').nth(3).respond('MESSAGE_TOO_LARGE') },
  ],
  ['all responses lost', { script: (sim) => void sim.faults.on('Produce').loseResponse() }],
  ['acks=0 and a crash', { producer: { acks: '0' }, script: (sim) => sim.at(sim.nowMs + 2_100).crash(leaderOf(sim)) }],
];

describe('All guarantees hold despite', () => {
  it.each(disturbed)('%s', async (_what, options) => {
    const sim = await run(options);
    const { records, lost, duplicated, reordered, phantom } = sim.verdict();
    expect(records.length).toBe(21);
    expect({ lost, duplicated, reordered, phantom }).toEqual({ lost: [], duplicated: [], reordered: [], phantom: [] });
  });
});

describe('Transactions are all or nothing despite', () => {
  const disturbances: readonly (readonly [string, (sim: Simulation) => void])[] = [
    ['a lost response of the coordinator', ({ faults }) => void faults.on('EndTxn').nth(2).loseResponse()],
    ['lost markers', ({ faults }) => void faults.on('WriteTxnMarkers').times(2).loseRequest()],
    ['a leader that refuses records', ({ faults }) => void faults.on('Produce').nth(3).respond('INVALID_RECORD')],
    ['the crash of a leader', (sim) => sim.at(sim.nowMs + 700).crash(leaderOf(sim))],
  ];

  it.each(disturbances)('%s', async (_what, disturb) => {
    const sim = new Simulation({ guarantees: ['TransactionsAllOrNothing', 'NoAcknowledgedRecordLost'] });
    sim.createTopic('payments', { partitions: 2, replicationFactor: 3 });
    const producer = sim.producer({ ...text, 'transactional.id': 'shop' });
    const sendBoth = (turn: number): Promise<unknown> =>
      Promise.all([0, 1].map((partition) => producer.send({ topic: 'payments', partition, value: `${turn}` }).get()));
    let [committed, aborted] = [0, 0];
    await sim.run(async () => {
      await producer.initTransactions();
      disturb(sim);
      for (let turn = 0; turn < 10; turn++) {
        producer.beginTransaction();
        const failed = await sendBoth(turn).then(
          () => turn % 3 === 2,
          () => true,
        );
        await (failed ? producer.abortTransaction() : producer.commitTransaction());
        if (failed) aborted++;
        else committed++;
      }
      await sim.sleep(120_000);
    });
    expect(aborted).toBeGreaterThanOrEqual(3);
    expect(sim.topic('payments').values({ isolation: 'read_committed' }).length).toBe(2 * committed);
    expect(sim.topic('payments').values().length).toBeGreaterThan(2 * committed);
  });
});

describe('Not guaranteed, and violated:', () => {
  it('a lost response without idempotence stores a record twice', async () => {
    const sim = await run({
      options: { breaks: ['NoDuplicateWithIdempotence'] },
      producer: oneByOne,
      script: ({ faults }) => void faults.on('Produce').nth(3).loseResponse(),
    });
    const { duplicated, acknowledged, expectedViolations } = sim.verdict();
    expect(duplicated.map(({ record }) => record?.number)).toContain(4);
    expect(acknowledged).toBe(21);
    expect(expectedViolations.map(({ guarantee }) => guarantee)).toEqual(['NoDuplicateWithIdempotence']);
  });

  it('an expired batch increases the epoch, and later batches are stored twice (KAFKA-14397, in 3.6.1)', async () => {
    const sim = await run({
      options: { breaks: ['NoDuplicateWithIdempotence'] },
      producer: { 'delivery.timeout.ms': 35_000 },
      script: ({ faults }) => void faults.on('Produce').loseResponse(),
    });
    expect(sim.verdict().duplicated.map(({ record }) => record?.number)).toContain(3);
  });

  it('a refused attempt increases the epoch, and later batches are stored twice (KAFKA-14397, in 3.6.1)', async () => {
    const sim = new Simulation({ guarantees: 'all', breaks: ['NoDuplicateWithIdempotence'] });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer(text);
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'first' }).get();
      sim.faults.on('Produce').nth(1).loseResponse();
      sim.faults.on('Produce').nth(3).respond('TOPIC_AUTHORIZATION_FAILED');
      producer.send({ topic: 'payments', value: 'one' });
      await sim.sleep(1);
      producer.send({ topic: 'payments', value: 'two' });
      await producer.close();
    });
    expect(sim.topic('payments').values()).toEqual(['first', 'one', 'two', 'two']);
    expect(sim.verdict()).toMatchObject({ acknowledged: 2, failed: 0, unknown: 1 });
  });

  it('several requests in flight without idempotence reorder records and callbacks', async () => {
    const sim = new Simulation({
      guarantees: 'all',
      breaks: ['OrderPerProducerAndPartition', 'CallbackOrder'],
    });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ ...text, ...withoutIdempotence });
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'first' }).get();
      sim.faults.on('Produce').nth(1).respond('NOT_ENOUGH_REPLICAS');
      producer.send({ topic: 'payments', value: 'overtaken' });
      await sim.sleep(1);
      producer.send({ topic: 'payments', value: 'overtaking' });
      await producer.close();
    });
    expect(sim.topic('payments').values()).toEqual(['first', 'overtaking', 'overtaken']);
    expect(sim.verdict().reordered.map((finding) => finding.text)).toEqual([
      'record 2 of producer-1 (payments-0) is stored at offset 2, after record 3, which was sent later.',
    ]);
  });

  it('one request in flight keeps the order without idempotence', async () => {
    const sim = await run({
      producer: oneByOne,
      script: ({ faults }) => void faults.on('Produce').times(2).respond('NOT_ENOUGH_REPLICAS'),
    });
    expect(sim.verdict().reordered).toEqual([]);
  });

  it('an unclean election loses records that were acknowledged with acks=all', async () => {
    const sim = await run({
      options: { config: uncleanElections, breaks: ['NoAcknowledgedRecordLost'] },
      script: loseUnreplicatedRecords,
    });
    const { lost } = sim.verdict();
    expect(lost.length).toBeGreaterThan(0);
    expect(lost[0]!.traceLines.join('\n')).toMatch(/batch acknowledged[\s\S]*leader elected.*unclean=true/);
  });

  it('min.insync.replicas refuses these records, so they are not lost', async () => {
    const sim = await run({
      options: { config: { ...uncleanElections, 'min.insync.replicas': 2 } },
      script: loseUnreplicatedRecords,
    });
    expect(sim.verdict().lost).toEqual([]);
  });

  it('acks=1 loses records that only the leader has', async () => {
    const sim = await run({
      options: { breaks: ['NoAcknowledgedRecordLost'] },
      producer: { acks: '1' },
      script: (sim) => {
        const leader = leaderOf(sim);
        // The followers' fetches hang at the moment of the last breath.
        sim.faults.on('Fetch', { topic: 'payments' }).delayResponse(5_000);
        sim.at(sim.nowMs + 2_100).crash(leader);
      },
    });
    expect(sim.verdict().lost.length).toBeGreaterThan(0);
  });

  it('a replica in sync that starts with an empty disk leads with an empty log (KAFKA-18106)', async () => {
    const sim = new Simulation({
      brokers: 1,
      config: { 'process.roles': 'broker,controller' },
      guarantees: 'all',
      breaks: ['NoAcknowledgedRecordLost', 'HighWatermarkMonotonic'],
    });
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    const producer = sim.producer(text);
    await sim.run(async () => {
      await producer.send({ topic: 'payments', value: 'first' }).get();
      sim.operator.failDisk(1);
      sim.restart(1);
      await sim.sleep(20_000);
    });
    expect(sim.snapshot().topics[0]!.partitions[0]).toMatchObject({ leader: 1, leaderEpoch: 0 });
    expect(sim.verdict().lost.map(({ record }) => record?.number)).toEqual([1]);
  });
});

describe('A run with guarantees', () => {
  it('fails with the name of the guarantee, and the seed first and last', async () => {
    const error = await failureOf(
      run({
        options: { seed: 9 },
        producer: oneByOne,
        script: ({ faults }) => void faults.on('Produce').nth(3).loseResponse(),
      }),
    );
    expect(error).toMatchObject({ kind: 'a guarantee was violated', guarantee: 'NoDuplicateWithIdempotence', seed: 9 });
    const lines = error.message.split('\n');
    expect(lines[0]).toMatch(/^Seed 9, at \d+ ms: NoDuplicateWithIdempotence was violated\.$/);
    expect(lines[1]).toMatch(/^record 4 of producer-1 \(payments-0\) is stored 2 times, at offsets \d+, \d+\.$/);
    expect(lines.at(-1)).toMatch(/^Replay it \(seed 9\)/);
  });

  it('fails if an expected violation does not occur', async () => {
    const error = await failureOf(run({ options: { breaks: ['NoAcknowledgedRecordLost'] } }));
    expect(error).toMatchObject({ kind: 'an expected violation did not occur', guarantee: 'NoAcknowledgedRecordLost' });
    expect(error.message).toContain('expected a violation of NoAcknowledgedRecordLost, but none occurred.');
  });

  it('is held only to the given guarantees', async () => {
    const sim = await run({
      options: { guarantees: ['NoAcknowledgedRecordLost'] },
      producer: oneByOne,
      script: ({ faults }) => void faults.on('Produce').nth(3).loseResponse(),
    });
    expect(sim.verdict().duplicated.length).toBeGreaterThan(0);
  });

  it('refuses a guarantee that does not exist', () => {
    expect(() => new Simulation({ guarantees: ['NoSuchGuarantee' as never] })).toThrow(
      /Unknown guarantee 'NoSuchGuarantee'. The guarantees are NoAcknowledgedRecordLost/,
    );
  });

  it('has the same trace as one without', async () => {
    const script = (sim: Simulation): void => void sim.faults.on('Produce').nth(3).loseResponse();
    const [checked, unchecked] = [await run({ script }), await run({ options: { guarantees: 'none' }, script })];
    expect(checked.trace.fingerprint()).toBe(unchecked.trace.fingerprint());
  });
});

describe('A verdict', () => {
  it('contains every record, and is refused without guarantees', async () => {
    const sim = await run({
      script: ({ faults }) => void faults.on('Produce').nth(3).respond('INVALID_TOPIC_EXCEPTION'),
    });
    const verdict = sim.verdict();
    expect(verdict.records[0]).toMatchObject({
      producer: 'producer-1',
      number: 1,
      partition: 0,
      fate: 'acknowledged',
      offset: 0,
    });
    expect(verdict.records.filter(({ fate }) => fate === 'failed').map(({ number }) => number)).toEqual([4]);
    expect(String(verdict)).toBe(
      'Verdict: 21 records sent: 20 acknowledged, 1 failed, 0 unknown.\n         0 lost, 0 duplicated, 0 reordered, 0 phantom.',
    );
    expect(() => new Simulation().verdict()).toThrow(/There is no verdict.*guarantees: 'all'/);
  });

  it('calls batches in flight unknown if another record fails the producer', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    sim.createTopic('payments', { partitions: 2, replicationFactor: 1 });
    const producer = sim.producer(text);
    await sim.run(async () => {
      await producer.send({ topic: 'payments', partition: 0, value: 'first' }).get();
      sim.faults.on('Produce', { topic: 'payments', partition: 0 }).delayResponse(50);
      sim.faults.on('Produce', { topic: 'payments', partition: 1 }).respond('CLUSTER_AUTHORIZATION_FAILED');
      producer.send({ topic: 'payments', partition: 0, value: 'on its way' });
      producer.send({ topic: 'payments', partition: 1, value: 'refused' });
      await producer.close();
      await sim.sleep(1_000);
    });
    const { records } = sim.verdict();
    expect(records.map(({ error }) => error?.name)).toEqual([
      undefined,
      'ClusterAuthorizationException',
      'ClusterAuthorizationException',
    ]);
    expect(records.map(({ fate }) => fate)).toEqual(['acknowledged', 'unknown', 'failed']);
    expect(sim.topic('payments').values()).toEqual(['first', 'on its way']);
  });

  it('shows the lines of the trace for its findings', async () => {
    const sim = await run({
      options: { breaks: ['NoDuplicateWithIdempotence'] },
      producer: oneByOne,
      script: ({ faults }) => void faults.on('Produce').nth(3).loseResponse(),
    });
    const [first] = sim.verdict().duplicated;
    expect(
      first!.traceLines.map((line) => line.slice(11).replace(/ +/g, ' ').split(' ').slice(0, 3).join(' ')),
    ).toEqual([
      'producer-1 record appended',
      'producer-1 batch sent',
      'fault fired fault="Produce,',
      'producer-1 batch put',
      'producer-1 batch sent',
      'producer-1 batch acknowledged',
    ]);
    expect(String(sim.verdict())).toContain('Violated, as expected: NoDuplicateWithIdempotence.');
  });

  it('does not need a trace', async () => {
    const sim = await run({ options: { trace: false } });
    expect(sim.verdict()).toMatchObject({ acknowledged: 21, lost: [] });
  });
});
