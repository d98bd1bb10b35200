/** Covers: playground/src/export/*.ts, playground/src/faults/*.ts, playground/src/simulation/report-run.ts: what can be injected, and what can be taken away. */
import { describe, expect, it } from 'vitest';
import { sequenceSvg } from '../../playground/src/export/sequence-svg.ts';
import { testFileOf } from '../../playground/src/export/test-file.ts';
import { choicesFor, type Target } from '../../playground/src/faults/choices.ts';
import { describeFaults } from '../../playground/src/faults/describe.ts';
import type { MessagePart, Step } from '../../playground/src/history/step.ts';
import { AS_IN_PROGRAM } from '../../playground/src/settings/versions.ts';
import { recordRun } from '../../playground/src/simulation/record-run.ts';
import { reportRun } from '../../playground/src/simulation/report-run.ts';
import { readFaultPlan } from '../../src/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';

const { default: sideBySide } = (await import(new URL('../../scenarios/54-side-by-side.ts', import.meta.url).href)) as {
  readonly default: Scenario;
};
const INPUT = { seed: 1, settings: {}, versions: AS_IN_PROGRAM, plan: [] };

async function stepsOf(scenario: Scenario): Promise<readonly Step[]> {
  const steps: Step[] = [];
  await recordRun(scenario, INPUT, { take: (step) => steps.push(step) });
  return steps;
}

function messagesOf(steps: readonly Step[]): readonly MessagePart[] {
  return steps.flatMap(({ changes }) => changes.flatMap(([, part]) => (part?.kind === 'message' ? [part] : [])));
}

describe('The faults that can be chosen', () => {
  it('are valid plans, at a message, a broker and a client', async () => {
    const messages = messagesOf(await stepsOf(sideBySide));
    const produce = messages.find(({ api, direction }) => api === 'Produce' && direction === 'request');
    const answer = messages.find(({ api, direction }) => api === 'Produce' && direction === 'response');
    const fetch = messages.find(({ api }) => api === 'Fetch');
    if (produce === undefined || answer === undefined || fetch === undefined) throw new Error('There are no messages.');
    const targets: readonly Target[] = [
      ...[produce, answer, fetch].map((message) => ({ kind: 'message', message }) as const),
      { kind: 'broker', id: 1, state: 'up', isFollower: false },
      { kind: 'broker', id: 2, state: 'up', isFollower: true },
      { kind: 'client', name: 'synchronous' },
    ];
    const choices = targets.map((target) => choicesFor(target, 8, [1, 2, 3]));
    expect(choices.map(({ length }) => length)).toEqual([7, 3, 6, 5, 6, 3]);
    for (const { faults } of choices.flat()) {
      const outcome = await recordRun(sideBySide, { ...INPUT, plan: faults }, { take: () => {} });
      expect(outcome.failure ?? '').not.toMatch(/never fired/);
      expect(readFaultPlan(JSON.parse(JSON.stringify(faults)))).toEqual(faults);
    }
    expect(
      choicesFor({ kind: 'broker', id: 1, state: 'down', isFollower: false }, 8, [1]).map(({ label }) => label),
    ).toEqual(['Start broker-1 again']);
    expect(choices.flat().map(({ faults }) => describeFaults(faults))).toMatchInlineSnapshot(`
      [
        "lose Produce 1 of fire-and-forget",
        "delay Produce 1 of fire-and-forget by 500 ms",
        "refuse Produce 1 of fire-and-forget with NOT_ENOUGH_REPLICAS",
        "disconnect instead of Produce 1 of fire-and-forget",
        "lose the response to Produce 1 of fire-and-forget",
        "break the connection before the response to Produce 1 of fire-and-forget",
        "delay the response to Produce 1 of fire-and-forget by 40 s",
        "lose the response to Produce 1 of fire-and-forget",
        "break the connection before the response to Produce 1 of fire-and-forget",
        "delay the response to Produce 1 of fire-and-forget by 40 s",
        "lose Fetch 1 of broker-2-fetcher",
        "delay Fetch 1 of broker-2-fetcher by 500 ms",
        "disconnect instead of Fetch 1 of broker-2-fetcher",
        "lose the response to Fetch 1 of broker-2-fetcher",
        "break the connection before the response to Fetch 1 of broker-2-fetcher",
        "delay the response to Fetch 1 of broker-2-fetcher by 40 s",
        "crash broker-1 at 9 ms",
        "crash broker-1 at 9 ms for 20 s",
        "shut broker-1 down at 9 ms",
        "pause broker-1 at 9 ms for 20 s",
        "cut broker-1 from broker-2 and broker-3 at 9 ms for 20 s",
        "crash broker-2 at 9 ms",
        "crash broker-2 at 9 ms for 20 s",
        "shut broker-2 down at 9 ms",
        "pause broker-2 at 9 ms for 20 s",
        "cut broker-2 from broker-1 and broker-3 at 9 ms for 20 s",
        "slow the replication of broker-2 by 1 s at 9 ms",
        "cut synchronous from broker-1 at 9 ms for 20 s",
        "cut synchronous from broker-2 at 9 ms for 20 s",
        "cut synchronous from broker-3 at 9 ms for 20 s",
      ]
    `);
  });
});

describe('A test file', () => {
  it('contains the program, the faults, the settings, and what is expected', async () => {
    const outcome = await recordRun(sideBySide, INPUT, { take: () => {} });
    const text = testFileOf({
      name: 'mine',
      source:
        "import { defineScenario } from 'kafka-trial/scenario';\n\nexport default defineScenario({ name: 'mine' });\n",
      seed: 1,
      settings: { acks: '1' },
      versions: { clients: '4.3', brokers: '3.9' },
      plan: [{ do: 'crash', broker: 1, atMs: 5 }],
      outcome,
    });
    expect(text).toMatchInlineSnapshot(`
      "import { defineScenario } from 'kafka-trial/scenario';
      import { runScenario } from 'kafka-trial/scenario';
      import { expect, test } from 'vitest';

      const scenario = defineScenario({ name: 'mine' });

      test('mine with seed 1', async () => {
        const { verdict, fingerprint } = await runScenario(scenario, 1, { faults: [{"do":"crash","broker":1,"atMs":5}], producer: {"acks":"1"}, clientVersion: '4.3', brokerVersion: '3.9' });
        expect(verdict.acknowledged).toBe(9);
        expect(verdict.lost.length).toBe(0);
        expect(verdict.duplicated.length).toBe(0);
        expect(verdict.reordered.length).toBe(0);
        // The history, step by step; it changes with the program, and may change with the version of kafka-trial.
        expect(fingerprint).toBe('b489c32091f64543');
      });
      "
    `);
  });
});

describe('A sequence diagram', () => {
  it('has the actors, an arrow for each message about records, and a cross where one is lost', async () => {
    const steps: Step[] = [];
    const plan = [{ on: 'Produce', client: 'synchronous', nth: 1, do: 'loseResponse' }] as const;
    await recordRun(sideBySide, { ...INPUT, plan }, { take: (step) => steps.push(step) });
    const actors = { clients: [{ name: 'synchronous' }], brokers: [{ name: 'broker-1' }] };
    const svg = sequenceSvg(steps, actors, 'A <lost> answer');
    const shown = messagesOf(steps).filter(
      ({ api, from, to }) => api === 'Produce' && [from, to].includes('synchronous'),
    );
    const ids = new Set(shown.map(({ id }) => id));
    expect(svg.match(/<line class="arrow/g)).toHaveLength(ids.size);
    expect(svg.match(/<line class="arrow[^"]* lost"/g)).toHaveLength(1);
    expect(svg).toContain('<title>A &lt;lost&gt; answer</title>');
  });
});

describe('A report', () => {
  it.each([
    ['mermaid', /^sequenceDiagram\n/m],
    ['html', /^<!doctype html>/],
    ['perfetto', /^\{/],
  ] as const)('in the format %s is that of the library', async (format, beginning) => {
    const text = await reportRun(sideBySide, INPUT, format);
    expect(text).toMatch(beginning);
  });
});
