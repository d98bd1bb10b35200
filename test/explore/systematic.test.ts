/** systematic.ts, placements.ts and requests.ts: the number of histories, compared with a count that is made in another way. */
import { type FaultPlan, Simulation } from 'kafka-trial';
import type { ErrorName } from 'kafka-trial/errors';
import { explore, runWorkload } from 'kafka-trial/explore';
import { describe, expect, it } from 'vitest';
import { single } from './programs.ts';

/** The number of faults on a request: six kinds, and one for each error code. */
const CHOICES: Readonly<Record<string, number>> = { Produce: 6 + 3, Metadata: 6 + 1, InitProducerId: 6 + 1 };
const choicesFor = (api: string): number => CHOICES[api] ?? 6 + 1;

/** The APIs of all requests that the producer sends in a run with this plan, read from the lines of the trace. */
async function apisUnder(plan: FaultPlan): Promise<readonly string[]> {
  const sim = new Simulation({ seed: 1, brokers: 1, guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
  sim.faults.apply(plan.map((fault) => ({ ...fault, optional: true })));
  await sim.run(() => runWorkload(sim, { producer: {}, workload: single.workload ?? [] }));
  return sim.trace.lines.flatMap((line) => /producer-1 +(\w+) request/.exec(line)?.[1] ?? []);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** All plans with one fault on a request, listed independently of the implementation. */
function plansOn(apis: readonly string[], at: number, sentAtMs: number): FaultPlan[] {
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
    [{ ...scope, do: 'breakBeforeResponse' }],
    [{ ...scope, do: 'loseResponse' }],
    [{ ...scope, do: 'delayResponse', delayMs: 33_000 }],
    [{ ...scope, do: 'disconnect' }],
    ...(errors[on] ?? ['UNKNOWN_SERVER_ERROR']).map((error): FaultPlan => [{ ...scope, do: 'respond', error }]),
    [
      { do: 'crash', broker: 1, atMs: sentAtMs + 1 },
      { do: 'restart', broker: 1, atMs: sentAtMs + 12_001 },
    ],
  ];
}

async function sentTimesMs(): Promise<readonly number[]> {
  const sim = new Simulation({ seed: 1, brokers: 1, guarantees: 'all' });
  sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
  await sim.run(() => runWorkload(sim, { producer: {}, workload: single.workload ?? [] }));
  return sim.trace.lines.flatMap((line) => (/producer-1 +\w+ request/.test(line) ? Number.parseInt(line, 10) : []));
}

describe('A systematic exploration', () => {
  it('tries one history for each placement of one fault', async () => {
    const apis = await apisUnder([]);
    const expected = 1 + sum(apis.map(choicesFor));
    const report = await explore(single, { plan: 'one-fault' });
    expect(report).toMatchObject({ histories: expected, tried: expected, failures: [] });
  });

  it('tries one history for each placement of a second fault behind each first fault', async () => {
    const apis = await apisUnder([]);
    const times = await sentTimesMs();
    let pairs = 0;
    for (let at = 0; at < apis.length; at++) {
      const firsts = plansOn(apis, at, times[at] as number);
      expect(firsts.length).toBe(choicesFor(apis[at] as string));
      for (const first of firsts) pairs += sum((await apisUnder(first)).slice(at + 1).map(choicesFor));
    }
    const expected = 1 + sum(apis.map(choicesFor)) + pairs;
    const report = await explore(single, { plan: 'two-faults', all: true });
    expect(report).toMatchObject({ histories: expected, tried: expected });
    expect(pairs).toBeGreaterThan(500);
  });

  it('reports how many of all histories it tried if their number is limited', async () => {
    const report = await explore(single, { plan: 'one-fault', runs: 7 });
    expect(report).toMatchObject({ tried: 7 });
    expect(report.histories).toBeGreaterThan(7);
  });
});
