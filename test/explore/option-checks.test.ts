/**
 * Covers: src/explore/explore.ts, src/explore/program.ts, src/explore/run-case.ts, src/explore/replay.ts, src/explore/as-test.ts,
 * src/kits/fast-check/every-guarantee-holds.ts: what programs without types pass to them.
 */
import { asTest, explore, guaranteesOf, programOf, replayCase, runCase, shrinkCase } from 'kafka-trial/explore';
import { caseOf, clusterShape, everyGuaranteeHolds, faultPlan, workload } from 'kafka-trial/fast-check';
import { describe, expect, it } from 'vitest';
import { single } from './programs.ts';

/** A value of a type that does not compile. */
const wrong = (value: unknown): never => value as never;
const CASE = { seed: 1, cluster: {}, producer: {}, workload: [], plan: [] };
const withOptions = (options: object): Promise<unknown> => explore(single, options);
/** Ends what would be tried if the options were accepted. */
const MAX_EVENTS = 1_000;

async function refusalOf(call: () => unknown): Promise<string> {
  try {
    await call();
    return 'not refused';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

describe('It is refused', () => {
  it.each<[string, () => unknown, string]>([
    [
      'explore() of text',
      () => explore(wrong('single')),
      'A program: expected a program, a scenario or a function that takes a simulation, got "single"',
    ],
    [
      'a program without run',
      () => programOf(wrong({ name: 'x' })),
      "A program, field 'run': expected a function, got undefined",
    ],
    [
      'a program with an unknown field',
      () => programOf(wrong({ ...single, guarantee: [] })),
      "A program: there is no field 'guarantee'. Did you mean 'guarantees'?",
    ],
    [
      'a program with a wrong option',
      () => programOf({ ...single, simulation: wrong({ seed: 1 }) }),
      "Program 'single', field 'simulation': there is no option 'seed'",
    ],
    ['an unknown option', () => withOptions({ run: 5 }), "explore(): there is no option 'run'. Did you mean 'runs'?"],
    [
      'an unknown plan',
      () => withOptions({ plan: 'swarn' }),
      "option 'plan': expected 'swarm', 'random', 'none', 'one-fault' or 'two-faults', got \"swarn\". Did you mean 'swarm'?",
    ],
    ...[0, 1.5, Number.NaN, '10', 10n].map((runs): [string, () => unknown, string] => [
      `runs: ${String(runs)}`,
      () => withOptions({ runs, maxEvents: MAX_EVENTS }),
      "explore(), option 'runs': expected a whole number above 0, or Infinity, got ",
    ]),
    ['a seed as text', () => withOptions({ seed: '1' }), 'option \'seed\': expected a whole number, got "1"'],
    [
      'a shard that does not exist',
      () => withOptions({ shard: { index: 3, count: 2 } }),
      "option 'shard': expected { index, count } of whole numbers",
    ],
    [
      'runCase() with an unknown option',
      () => runCase(single, CASE, wrong({ maxEvent: 5 })),
      "runCase(): there is no option 'maxEvent'. Did you mean 'maxEvents'?",
    ],
    [
      'replayCase() with an unknown option',
      () => replayCase(single, CASE, wrong({ throw: true })),
      "replayCase(): there is no option 'throw'. Did you mean 'throws'?",
    ],
    [
      'asTest() without a failure',
      () => asTest(wrong({ program: single, case: CASE })),
      "asTest(), option 'failure': expected an object, got undefined",
    ],
    [
      'an unknown constraint of a cluster',
      () => clusterShape(wrong({ brokers: 3 })),
      "clusterShape(): there is no option 'brokers'. Did you mean 'maxBrokers'?",
    ],
    [
      'no topics',
      () => workload({ topics: [] }),
      "workload(), option 'topics': expected a list of names of topics, got []",
    ],
    [
      'a workload of NaN steps',
      () => workload({ maxSteps: Number.NaN }),
      "workload(), option 'maxSteps': expected a whole number above 0, got NaN",
    ],
    [
      'an unknown constraint of faults',
      () => faultPlan(wrong({ maxFault: 3 })),
      "faultPlan(): there is no option 'maxFault'. Did you mean 'maxFaults'?",
    ],
    [
      'a list of brokers that is a number',
      () => faultPlan(wrong({ brokers: 3 })),
      "option 'brokers': expected a list of ids of brokers, got 3",
    ],
    [
      'an unknown fault',
      () => faultPlan(wrong({ weights: { crsh: 1 } })),
      "option 'weights': there is no word 'crsh'. Did you mean 'crash'?",
    ],
    [
      'a negative weight',
      () => faultPlan({ weights: { crash: -1 } }),
      "option 'weights', word 'crash': expected a whole number, 0 or more, got -1",
    ],
    [
      'an unknown constraint of a case',
      () => caseOf(single, wrong({ fault: {} })),
      "caseOf(): there is no option 'fault'. Did you mean 'faults'?",
    ],
    [
      'an unknown option of a property',
      () => everyGuaranteeHolds(single, wrong({ numRuns: 5 })),
      "everyGuaranteeHolds(): there is no option 'numRuns'.",
    ],
    [
      'a limit as text',
      () => everyGuaranteeHolds(single, { maxEvents: wrong('5') }),
      'option \'maxEvents\': expected a whole number above 0, got "5"',
    ],
    [
      'a configuration that is missing',
      () => guaranteesOf(wrong(undefined)),
      'guaranteesOf(producer): expected an object, got undefined',
    ],
    [
      'shrinking without a test',
      () => shrinkCase(CASE, wrong(true)),
      'shrinkCase(failing, stillFails): expected a function, got true',
    ],
    [
      'a property of no program',
      () => everyGuaranteeHolds(wrong(5)),
      'A program: expected a program, a scenario or a function that takes a simulation, got 5',
    ],
  ])('%s', async (_what, call, message) => {
    const refusal = await refusalOf(call);
    expect(refusal).toMatch(/^IllegalArgumentException: /);
    expect(refusal).toContain(message);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a case without a workload',
      () => runCase(single, wrong({ ...CASE, workload: 5 })),
      'case.workload: expected a list of steps, got 5',
    ],
    [
      'a misspelt field of a case',
      () => replayCase(single, wrong({ seed: 1, plans: [] })),
      "case.plans: expected only fields of a case (seed, cluster, producer, workload, plan, clientVersion, brokerVersion), got []. Did you mean 'plan'?",
    ],
    [
      'a seed that is a bigint',
      () => replayCase(single, { seed: wrong(1n) }),
      'case.seed: expected a whole number, got 1n',
    ],
    [
      'a misspelt field of a cluster',
      () => explore({ ...single, cluster: wrong({ broker: 1 }) }),
      "cluster.broker: expected only fields of a cluster (brokers, config, latencyMs, topics), got 1. Did you mean 'brokers'?",
    ],
    [
      'a misspelt field of a topic',
      () => explore({ ...single, cluster: { topics: [wrong({ name: 't', partition: 2n })] } }),
      "cluster.topics[0].partition: expected only fields of a topic (name, partitions, replicationFactor), got 2n. Did you mean 'partitions'?",
    ],
  ])('with a CaseError: %s', async (_what, call, message) => {
    expect(await refusalOf(call)).toBe(`CaseError: ${message}`);
  });

  it('but a weight of 0, unlimited runs and a plan without faults are not', async () => {
    faultPlan({ weights: { crash: 0 }, maxFaults: 0 });
    const { tried } = await explore(single, { runs: Number.POSITIVE_INFINITY, isTimeUp: () => true });
    expect(tried).toBe(0);
  });
});
