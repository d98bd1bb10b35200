/** The systematic modes: every placement there is, counted here once more and in another way. */
import { type FaultPlan, Simulation } from 'kafka-trial';
import type { ErrorName } from 'kafka-trial/errors';
import { explore, playWorkload } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';
import { single } from './programs.ts';

/** What can happen to a request: five kinds, and each error code it can be answered with. */
const CHOICES: Readonly<Record<string, number>> = { Produce: 5 + 3, Metadata: 5 + 1, InitProducerId: 5 + 1 };
const choicesFor = (api: string): number => CHOICES[api] ?? 5 + 1;

/** APIs of all requests that the producer sends in a run under `plan`, in order: read from the trace's text. */
async function apisUnder(plan: FaultPlan): Promise<readonly string[]> {
  const sim = new Simulation({ seed: 1, brokers: 1, guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
  sim.faults.apply(plan.map((fault) => ({ ...fault, optional: true })));
  await sim.run(() => playWorkload(sim, { producer: {}, workload: single.workload ?? [] }));
  return sim.trace.lines.flatMap((line) => /producer-1 +(\w+) request/.exec(line)?.[1] ?? []);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The plans with one fault, request by request, written down by hand. */
function plansOn(apis: readonly string[], at: number, momentMs: number): FaultPlan[] {
  const on = apis[at] as 'Produce';
  const nth = apis.slice(0, at + 1).filter((api) => api === on).length;
  const scope = { on, client: 'producer-1', nth } as const;
  const errors: Readonly<Record<string, readonly ErrorName[]>> = {
    Produce: ['NOT_LEADER_OR_FOLLOWER', 'NOT_ENOUGH_REPLICAS', 'UNKNOWN_SERVER_ERROR'],
    Metadata: ['LEADER_NOT_AVAILABLE'],
    InitProducerId: ['COORDINATOR_LOAD_IN_PROGRESS'],
  };
  return [
    [{ ...scope, do: 'loseRequest' }],
    [{ ...scope, do: 'loseResponse' }],
    [{ ...scope, do: 'delayResponse', delayMs: 33_000 }],
    [{ ...scope, do: 'disconnect' }],
    ...(errors[on] ?? ['UNKNOWN_SERVER_ERROR']).map((error): FaultPlan => [{ ...scope, do: 'respond', error }]),
    [
      { do: 'crash', broker: 1, atMs: momentMs + 1 },
      { do: 'restart', broker: 1, atMs: momentMs + 12_001 },
    ],
  ];
}

async function momentsMs(): Promise<readonly number[]> {
  const sim = new Simulation({ seed: 1, brokers: 1, guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
  await sim.run(() => playWorkload(sim, { producer: {}, workload: single.workload ?? [] }));
  return sim.trace.lines.flatMap((line) => (/producer-1 +\w+ request/.test(line) ? Number.parseInt(line, 10) : []));
}

describe('A systematic exploration', () => {
  it('tries as many histories with one fault as there are placements', async () => {
    const apis = await apisUnder([]);
    const expected = 1 + sum(apis.map(choicesFor));
    const report = await explore(single, { plan: 'one-fault' });
    expect(report).toMatchObject({ histories: expected, tried: expected, failures: [] });
  });

  it('tries as many with two as there are placements of the second behind each first', async () => {
    const apis = await apisUnder([]);
    const moments = await momentsMs();
    let pairs = 0;
    for (let at = 0; at < apis.length; at++) {
      const firsts = plansOn(apis, at, moments[at] as number);
      expect(firsts.length).toBe(choicesFor(apis[at] as string));
      for (const first of firsts) pairs += sum((await apisUnder(first)).slice(at + 1).map(choicesFor));
    }
    const expected = 1 + sum(apis.map(choicesFor)) + pairs;
    const report = await explore(single, { plan: 'two-faults', all: true });
    expect(report).toMatchObject({ histories: expected, tried: expected });
    expect(pairs).toBeGreaterThan(500);
  });

  it('says how many of how many it tried, if it may not try all', async () => {
    const report = await explore(single, { plan: 'one-fault', runs: 7 });
    expect(report).toMatchObject({ tried: 7 });
    expect(report.histories).toBeGreaterThan(7);
  });
});
