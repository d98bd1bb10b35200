/** Guarantees and verdict on real runs: what Kafka keeps is kept through faults, and what it does not guarantee is seen to break. */
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

interface Play {
  readonly world?: SimulationOptions;
  readonly producer?: ProducerConfigInput;
  /** Before the first send. */
  readonly script?: (sim: Simulation) => void;
}

/** Sends twenty records over ten seconds, ignoring their ends, while the script does its worst. */
async function play({ world = {}, producer = {}, script = () => {} }: Play): Promise<Simulation> {
  const sim = new Simulation({ guarantees: 'all', ...world });
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
    () => expect.unreachable('the run was to fail'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SimulationError);
  return error as SimulationError;
}

const withoutIdempotence = { 'enable.idempotence': false, acks: 'all' } as const;
const oneByOne = { ...withoutIdempotence, 'max.in.flight.requests.per.connection': 1 } as const;
const uncleanElections = { 'unclean.leader.election.enable': true } as const;

/** Only the leader has what is sent from now on; then it dies for good, and another replica leads. */
function loseWhatTheLeaderAloneHas(sim: Simulation): void {
  const leader = leaderOf(sim);
  const others = [1, 2, 3].filter((id) => id !== leader);
  for (const id of others) sim.crash(id);
  sim.at(sim.nowMs + 30_000).crash(leader);
  sim.at(sim.nowMs + 31_000).restart(others[0]!);
}

const keptThrough: readonly (readonly [string, Play])[] = [
  ['a quiet run', {}],
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
  ['errors that heal', { script: (sim) => void sim.faults.on('Produce').times(4).respond('NOT_LEADER_OR_FOLLOWER') }],
  ['a refusal', { script: (sim) => void sim.faults.on('Produce').nth(3).respond('TOPIC_AUTHORIZATION_FAILED') }],
  [
    'a batch too large for the broker',
    { script: (sim) => void sim.faults.on('Produce').nth(3).respond('MESSAGE_TOO_LARGE') },
  ],
  ['answers lost for good', { script: (sim) => void sim.faults.on('Produce').loseResponse() }],
  ['acks=0 and a crash', { producer: { acks: '0' }, script: (sim) => sim.at(sim.nowMs + 2_100).crash(leaderOf(sim)) }],
];

describe('All guarantees are kept through', () => {
  it.each(keptThrough)('%s', async (_what, story) => {
    const sim = await play(story);
    const { records, lost, duplicated, reordered, phantom } = sim.verdict();
    expect(records.length).toBe(21);
    expect({ lost, duplicated, reordered, phantom }).toEqual({ lost: [], duplicated: [], reordered: [], phantom: [] });
  });
});

describe('Transactions are all or nothing through', () => {
  const disturbances: readonly (readonly [string, (sim: Simulation) => void])[] = [
    ['a lost answer of the coordinator', ({ faults }) => void faults.on('EndTxn').nth(2).loseResponse()],
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

describe('Not guaranteed, and broken:', () => {
  it('a lost response without idempotence stores a record twice', async () => {
    const sim = await play({
      world: { breaks: ['NoDuplicateWithIdempotence'] },
      producer: oneByOne,
      script: ({ faults }) => void faults.on('Produce').nth(3).loseResponse(),
    });
    const { duplicated, acknowledged, expectedViolations } = sim.verdict();
    expect(duplicated.map(({ record }) => record?.number)).toContain(4);
    expect(acknowledged).toBe(21);
    expect(expectedViolations.map(({ guarantee }) => guarantee)).toEqual(['NoDuplicateWithIdempotence']);
  });

  it('a batch that expires takes an epoch with it, and those behind it are stored again (KAFKA-14397, in 3.6.1)', async () => {
    const sim = await play({
      world: { breaks: ['NoDuplicateWithIdempotence'] },
      producer: { 'delivery.timeout.ms': 35_000 },
      script: ({ faults }) => void faults.on('Produce').loseResponse(),
    });
    expect(sim.verdict().duplicated.map(({ record }) => record?.number)).toContain(3);
  });

  it('a refused try takes the epoch along, and what lies behind is stored again (KAFKA-14397, in 3.6.1)', async () => {
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

  it('several in flight without idempotence change places, and so do their callbacks', async () => {
    const sim = new Simulation({ guarantees: 'all', breaks: ['OrderPerProducerAndPartition', 'CallbackOrder'] });
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
    expect(sim.verdict().reordered.map(({ text: told }) => told)).toEqual([
      'record 2 of producer-1 (payments-0) lies at offset 2, behind record 3, which was sent after it.',
    ]);
  });

  it('one in flight keeps the order without idempotence', async () => {
    const sim = await play({
      producer: oneByOne,
      script: ({ faults }) => void faults.on('Produce').times(2).respond('NOT_ENOUGH_REPLICAS'),
    });
    expect(sim.verdict().reordered).toEqual([]);
  });

  it('an unclean election loses what was acknowledged with acks=all', async () => {
    const sim = await play({
      world: { config: uncleanElections, breaks: ['NoAcknowledgedRecordLost'] },
      script: loseWhatTheLeaderAloneHas,
    });
    const { lost } = sim.verdict();
    expect(lost.length).toBeGreaterThan(0);
    expect(lost[0]!.traceLines.join('\n')).toMatch(/batch acknowledged[\s\S]*leader elected.*unclean=true/);
  });

  it('min.insync.replicas keeps it from being acknowledged, and so from being lost', async () => {
    const sim = await play({
      world: { config: { ...uncleanElections, 'min.insync.replicas': 2 } },
      script: loseWhatTheLeaderAloneHas,
    });
    expect(sim.verdict().lost).toEqual([]);
  });

  it('acks=1 loses what the leader took alone', async () => {
    const sim = await play({
      world: { breaks: ['NoAcknowledgedRecordLost'] },
      producer: { acks: '1' },
      script: (world) => {
        const leader = leaderOf(world);
        // The followers' fetches hang at the moment of the last breath.
        world.faults.on('Fetch', { topic: 'payments' }).delayResponse(5_000);
        world.at(world.nowMs + 2_100).crash(leader);
      },
    });
    expect(sim.verdict().lost.length).toBeGreaterThan(0);
  });
});

describe('A run that is held to its guarantees', () => {
  it('fails with the guarantee, seed first and last', async () => {
    const error = await failureOf(
      play({
        world: { seed: 9 },
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

  it('fails when it keeps a guarantee that it was to break', async () => {
    const error = await failureOf(play({ world: { breaks: ['NoAcknowledgedRecordLost'] } }));
    expect(error).toMatchObject({ kind: 'an expected violation did not occur', guarantee: 'NoAcknowledgedRecordLost' });
    expect(error.message).toContain('expected a violation of NoAcknowledgedRecordLost, but none occurred.');
  });

  it('is held to those guarantees only that were named', async () => {
    const sim = await play({
      world: { guarantees: ['NoAcknowledgedRecordLost'] },
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

  it('has the same history as one that is not', async () => {
    const script = (sim: Simulation): void => void sim.faults.on('Produce').nth(3).loseResponse();
    const [held, free] = [await play({ script }), await play({ world: { guarantees: 'none' }, script })];
    expect(held.trace.fingerprint()).toBe(free.trace.fingerprint());
  });
});

describe('A verdict', () => {
  it('tells every record, and is refused where nothing was written down', async () => {
    const sim = await play({
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

  it('holds what was on its way for unknown when another record ends the producer', async () => {
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

  it('proves what it says with lines of the trace', async () => {
    const sim = await play({
      world: { breaks: ['NoDuplicateWithIdempotence'] },
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

  it('needs no trace', async () => {
    const sim = await play({ world: { trace: false } });
    expect(sim.verdict()).toMatchObject({ acknowledged: 21, lost: [] });
  });
});
