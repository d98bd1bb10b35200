/** Covers: src/scenario/scenario.ts, and the checks of src/scenario/fork.ts: what programs without types pass to them. */
import { fork } from 'kafka-trial';
import { defineScenario, renderScenarioRun, runScenario, type Scenario } from 'kafka-trial/scenario';
import { describe, expect, it } from 'vitest';

const SCENARIO: Scenario = { name: 'none', title: 'Nothing', run: async () => {} };
/** A value of a type that does not compile. */
const wrong = (value: unknown): never => value as never;
const refused = (message: string): unknown =>
  expect.objectContaining({ name: 'IllegalArgumentException', message: expect.stringContaining(message) });

describe('A scenario is refused', () => {
  it.each<[string, unknown, string]>([
    ['that is a function', () => {}, 'A scenario: expected an object with fields, got a function'],
    ['without a program', { name: 'a', title: 'A' }, "A scenario, field 'run': expected a function, got undefined"],
    [
      'with an unknown field',
      { ...SCENARIO, play: () => {} },
      "A scenario: there is no field 'play'. The fields are name,",
    ],
    [
      'with a misspelt field',
      { ...SCENARIO, simulaton: {} },
      "there is no field 'simulaton'. Did you mean 'simulation'?",
    ],
    ['with a number as its name', { ...SCENARIO, name: 5 }, "field 'name': expected a string that is not empty, got 5"],
    ['with a name as a violation', { ...SCENARIO, breaks: 'NoPhantomRecord' }, "field 'breaks': expected a list, got"],
    [
      'with an option of its simulation that does not exist',
      { ...SCENARIO, simulation: { broker: 1 } },
      "Scenario 'none', field 'simulation': there is no option 'broker'. Did you mean 'brokers'?",
    ],
    [
      'with a seed of its own',
      { ...SCENARIO, simulation: { seed: 7 } },
      "Scenario 'none', field 'simulation': there is no option 'seed'. The options are brokers, racks,",
    ],
  ])('%s', async (_what, scenario, message) => {
    expect(() => defineScenario(scenario as Scenario)).toThrow(refused(message));
    await expect(runScenario(scenario as Scenario, 1)).rejects.toEqual(refused(message));
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'no seed',
      () => runScenario(SCENARIO, wrong(undefined)),
      'runScenario(scenario, seed): expected a whole number, got undefined',
    ],
    ['a seed as text', () => runScenario(SCENARIO, wrong('7')), 'expected a whole number, got "7"'],
    ['a seed of another type', () => runScenario(SCENARIO, wrong(7n)), 'expected a whole number, got 7n'],
    [
      'an unknown option',
      () => runScenario(SCENARIO, 1, wrong({ plan: [] })),
      "runScenario(): there is no option 'plan'",
    ],
    [
      'a text for a flag',
      () => runScenario(SCENARIO, 1, { history: wrong('yes') }),
      "option 'history': expected true or false",
    ],
  ])('and so is its run with %s', async (_what, run, message) => {
    await expect(run()).rejects.toEqual(refused(message));
  });
});

describe('A rendered run', () => {
  it('is refused without a run, and with an unknown option', async () => {
    expect(() => renderScenarioRun(wrong(null), { trace: true })).toThrow(
      refused('renderScenarioRun(run): expected an object, got null'),
    );
    const run = await runScenario(SCENARIO, 1);
    expect(() => renderScenarioRun(run, wrong({ traces: true }))).toThrow(refused("Did you mean 'trace'?"));
  });
});

describe('A fork is refused', () => {
  const change = (): void => {};
  it.each<[string, () => Promise<unknown>, string]>([
    [
      'of no program',
      () => fork(wrong('none'), { atMs: 1, change }),
      'fork(program): expected a function that takes a simulation, or a scenario, got "none"',
    ],
    [
      'without options',
      () => fork(SCENARIO, wrong(undefined)),
      'fork(): expected an object with options, got undefined',
    ],
    [
      'without a time',
      () => fork(SCENARIO, wrong({ change })),
      "fork(), option 'atMs': expected a whole number of ms, 0 or more, got undefined",
    ],
    [
      'without a change',
      () => fork(SCENARIO, wrong({ atMs: 1 })),
      "fork(), option 'change': expected a function, got undefined",
    ],
    ...[Number.NaN, 1.5, -1, '10', 5n, new Date(5), Number.POSITIVE_INFINITY].map(
      (atMs): [string, () => Promise<unknown>, string] => [
        `at ${String(atMs)}`,
        () => fork(SCENARIO, { atMs: wrong(atMs), change }),
        "fork(), option 'atMs': expected a whole number of ms, 0 or more, got ",
      ],
    ),
    [
      'with an unknown option',
      () => fork(SCENARIO, wrong({ at: 1, change })),
      "fork(): there is no option 'at'. Did you mean 'atMs'?",
    ],
    [
      'without a trace',
      () => fork(SCENARIO, { atMs: 0, change, simulation: wrong({ trace: false }) }),
      "fork(), option 'simulation': there is no option 'trace'",
    ],
  ])('%s', async (_what, forked, message) => {
    await expect(forked()).rejects.toEqual(refused(message));
  });

  it('whose change is asynchronous: the forked run fails', async () => {
    const { original, forked } = await fork(async (sim) => sim.sleep(10), {
      atMs: 5,
      change: async (sim) => sim.sleep(1),
    });
    expect(original.failure).toBeUndefined();
    expect(forked.failure).toEqual(
      refused("fork(), the result of 'change': expected no promise, because it has to make the difference at once"),
    );
  });
});
