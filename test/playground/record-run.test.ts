/** Covers: playground/src/simulation/*.ts, playground/src/history/history.ts and step.ts: what the playground records of a run. */
import { describe, expect, it } from 'vitest';
import { History } from '../../playground/src/history/history.ts';
import type { Part, Step, VerdictPart } from '../../playground/src/history/step.ts';
import { AS_IN_PROGRAM } from '../../playground/src/settings/versions.ts';
import { type RunInput, type RunOutcome, recordRun } from '../../playground/src/simulation/record-run.ts';
import { StringSerializer } from '../../src/index.ts';
import { defineScenario, runScenario, type Scenario } from '../../src/scenario/index.ts';

const { default: sideBySide } = (await import(new URL('../../scenarios/54-side-by-side.ts', import.meta.url).href)) as {
  readonly default: Scenario;
};

const PLAIN: RunInput = { seed: 1, settings: {}, versions: AS_IN_PROGRAM, plan: [] };

async function record(
  scenario: Scenario,
  input: Partial<RunInput> = {},
): Promise<{ readonly history: History; readonly outcome: RunOutcome }> {
  const steps: Step[] = [];
  const outcome = await recordRun(scenario, { ...PLAIN, ...input }, { take: (step) => steps.push(step) });
  const history = new History();
  history.add(steps);
  return { history, outcome };
}

/** The last part of the picture with this key, anywhere in the history. */
function partAt<Kind extends Part['kind']>(history: History, index: number, key: string, kind: Kind) {
  const part = history.at(index).get(key);
  if (part?.kind !== kind) throw new Error(`There is no ${kind} '${key}' at step ${index}.`);
  return part as Extract<Part, { kind: Kind }>;
}

const oneRecord = defineScenario({
  name: 'one-record',
  title: 'One record',
  run: async ({ sim }) => {
    sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
    const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    await producer.send({ topic: 'payments', value: 'order 17' }).get();
    await producer.close();
  },
});

describe('A recorded run', () => {
  it.each([1, 7, 99])('has the fingerprint of the same run without a recorder, with seed %d', async (seed) => {
    const { outcome } = await record(sideBySide, { seed });
    expect(outcome.fingerprint).toBe((await runScenario(sideBySide, seed)).fingerprint);
    expect(outcome.failure).toBeNull();
  });

  it('is of the versions that were chosen', async () => {
    const { outcome } = await record(sideBySide, { versions: { clients: '4.3', brokers: '3.9' } });
    const plain = await runScenario(sideBySide, 1, { clientVersion: '4.3', brokerVersion: '3.9' });
    expect(outcome.fingerprint).toBe(plain.fingerprint);
    expect((await record(sideBySide)).outcome.fingerprint).not.toBe(plain.fingerprint);
    await expect(record(sideBySide, { versions: { clients: '4.4' as '4.3', brokers: null } })).rejects.toThrow(
      "there is no version '4.4' of the Java clients",
    );
  });

  it('has the same fingerprint with faults and settings, too', async () => {
    const faults = [
      { on: 'Produce', client: 'synchronous', nth: 2, do: 'loseResponse' },
      { do: 'crash', broker: 1, atMs: 15, forMs: 9_000 },
    ] as const;
    const settings = { 'enable.idempotence': 'false', 'linger.ms': '5' };
    const { outcome } = await record(sideBySide, { seed: 3, plan: faults, settings });
    const plain = await runScenario(sideBySide, 3, { faults, producer: settings });
    expect(outcome.fingerprint).toBe(plain.fingerprint);
    expect(outcome.verdictText).toBe(`${plain.verdict}`);
  });

  it('shows that a synchronous program waits, and a record on its way from the batch to the log', async () => {
    const { history } = await record(oneRecord);
    const { steps } = history;
    const waits = steps.findIndex(({ event }) => event === 'get waits');
    expect(partAt(history, waits, 'client producer-1', 'client')).toMatchObject({
      waitsFor: 'send(order 17)',
      counts: { sent: 1, acknowledged: 0 },
    });
    const sent = steps.findIndex(({ event }) => event === 'Produce request');
    expect(partAt(history, sent, 'batch producer-1 payments-0#1', 'batch')).toMatchObject({
      state: 'in flight',
      count: 1,
      labels: ['order 17'],
    });
    expect(partAt(history, sent, 'client producer-1', 'client')).toMatchObject({
      waitsFor: 'get() of order 17',
      slots: [{ broker: 1, api: 'Produce' }],
    });
    const messages = [...history.at(sent).values()].filter((part) => part.kind === 'message');
    expect(messages).toMatchObject([
      { from: 'producer-1', to: 'broker-1', api: 'Produce', direction: 'request', fate: 'travels' },
    ]);
    const appended = steps.findIndex(({ event, source }) => event === 'appends' && source === 'broker-1');
    expect(partAt(history, appended, 'replica payments-0 1', 'replica')).toMatchObject({
      role: 'leader',
      epoch: 0,
      endOffset: 1,
      highWatermark: 0,
      cells: [{ offset: 0, label: 'order 17', client: 'producer-1', isCopy: false }],
    });
    const end = steps.length - 1;
    expect(partAt(history, end, 'replica payments-0 2', 'replica')).toMatchObject({ role: 'follower', endOffset: 1 });
    expect(partAt(history, end, 'record producer-1 1', 'record')).toMatchObject({
      state: 'acknowledged',
      way: 'get',
      isLearned: true,
      offset: 0,
    });
    expect([...history.at(end).keys()].filter((key) => key.startsWith('message '))).toEqual([]);
  });

  it('tells what each of the three ways knows', async () => {
    const { history } = await record(sideBySide);
    const end = history.steps.length - 1;
    const knowledge = ['fire-and-forget', 'synchronous', 'asynchronous'].map((client) => {
      const { way, state, isLearned } = partAt(history, end, `record ${client} 1`, 'record');
      return { way, state, isLearned };
    });
    expect(knowledge).toEqual([
      { way: 'ignored', state: 'acknowledged', isLearned: false },
      { way: 'get', state: 'acknowledged', isLearned: true },
      { way: 'callback', state: 'acknowledged', isLearned: true },
    ]);
  });

  it('shows a lost response as a lost message, and the duplicate that follows without idempotence', async () => {
    const plan = [{ on: 'Produce', client: 'producer-1', nth: 1, do: 'loseResponse' }] as const;
    const { history, outcome } = await record(oneRecord, { plan, settings: { 'enable.idempotence': 'false' } });
    const lost = history.steps
      .flatMap(({ changes }) => changes.map(([, part]) => part))
      .filter((part) => part?.kind === 'message' && part.fate === 'lost');
    expect(lost).toMatchObject([
      { from: 'broker-1', to: 'producer-1', direction: 'response', named: { on: 'Produce', nth: 1 } },
    ]);
    const end = history.steps.length - 1;
    expect(partAt(history, end, 'replica payments-0 1', 'replica').cells).toMatchObject([
      { offset: 0, label: 'order 17', isCopy: false },
      { offset: 1, label: 'order 17', isCopy: true },
    ]);
    expect(outcome.verdict).toMatchObject({ duplicated: 1, lost: 0 });
    const idempotent = await record(oneRecord, { plan });
    expect(idempotent.outcome.verdict).toMatchObject({ duplicated: 0, acknowledged: 1 });
  });

  it('names each request so that a fault takes exactly this one', async () => {
    const { history } = await record(sideBySide);
    const message = history.steps
      .flatMap(({ changes }) => changes.map(([, part]) => part))
      .find(
        (part) =>
          part?.kind === 'message' &&
          part.from === 'synchronous' &&
          part.api === 'Produce' &&
          part.label.includes('seq 1'),
      );
    if (message?.kind !== 'message' || message.named === null) throw new Error('The request has no name.');
    const { on, client, nth } = message.named;
    const plan = [{ on, client, nth, do: 'loseRequest' }] as never;
    const forked = await record(sideBySide, { plan });
    const lost = forked.history.steps
      .flatMap(({ changes }) => changes.map(([, part]) => part))
      .filter((part) => part?.kind === 'message' && part.fate === 'lost');
    expect(lost).toMatchObject([{ from: 'synchronous', label: message.label, departsMs: message.departsMs }]);
  });

  it('shows a crash: the broker, the new leader, and its epoch', async () => {
    const plan = [{ do: 'crash', broker: 1, atMs: 15, forMs: 20_000 }] as const;
    const { history } = await record(sideBySide, { plan });
    const crashed = history.steps.findIndex(({ event }) => event === 'broker crashed');
    expect(partAt(history, crashed, 'broker 1', 'broker').state).toBe('down, not noticed yet');
    const elected = history.steps.findIndex(({ event, facts }) => event === 'leader elected' && facts.epoch === 1);
    expect(partAt(history, elected, 'replica countries-0 2', 'replica')).toMatchObject({ role: 'leader', epoch: 1 });
  });

  it('counts the verdict along the way, and keeps what is under way apart from what is unknown', async () => {
    const { history } = await record(sideBySide);
    const verdicts = history.steps.flatMap(({ changes }) =>
      changes.flatMap(([key, part]) => (key === 'verdict' ? [part as VerdictPart] : [])),
    );
    expect(verdicts[0]).toMatchObject({ sent: 7, acknowledged: 0, unknown: 0, underWay: 7 });
    expect(verdicts.at(-1)).toMatchObject({ sent: 9, acknowledged: 9, unknown: 0, underWay: 0 });
  });

  it('records a hundred thousand records in bounded steps', async () => {
    const many = defineScenario({
      name: 'many',
      title: 'Many records',
      run: async ({ sim }) => {
        sim.createTopic('many', { partitions: 3, replicationFactor: 3 });
        const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
        for (let i = 0; i < 100_000; i++) producer.send({ topic: 'many', value: `record ${i}` });
        await producer.close();
      },
    });
    const { history, outcome } = await record(many);
    expect(outcome.verdict).toMatchObject({ sent: 100_000, acknowledged: 100_000 });
    expect(history.steps.length).toBeLessThan(20_000);
  });

  it('reports why a run has failed', async () => {
    const failing = defineScenario({
      name: 'failing',
      title: 'A program that fails',
      run: async ({ check }) => check('brokers', 3, 4),
    });
    const { outcome, history } = await record(failing);
    expect(outcome.failure).toBe('brokers: expected 4, got 3');
    expect(history.steps.at(-1)?.caption).toBe('The run ends: brokers: expected 4, got 3');
  });
});

describe('The history of a run', () => {
  it('has the same picture at a step, whichever way it is reached', async () => {
    const { history } = await record(sideBySide);
    const { steps } = history;
    const forwards = steps.map((_, i) => new Map(history.at(i)));
    for (let i = steps.length - 1; i >= 0; i -= 7) expect(new Map(history.at(i))).toEqual(forwards[i]);
    expect(new Map(history.at(-1))).toEqual(new Map());
  });

  it('finds the last step at a virtual time', async () => {
    const { history } = await record(sideBySide);
    const index = history.indexAtMs(9);
    expect(history.steps[index]?.atMs).toBe(9);
    expect(history.steps[index + 1]?.atMs).toBeGreaterThan(9);
    expect(history.indexAtMs(-1)).toBe(-1);
    expect(history.indexAtMs(1e9)).toBe(history.steps.length - 1);
  });
});
