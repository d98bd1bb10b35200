/**
 * `test.seeds(100)`: one test that runs with many seeds and ends with the first that fails. It is a test with Vitest's option `repeats`, so
 * that every seed has fixtures, hooks and a time-out of its own.
 */
import type { TestAPI, TestContext, TestOptions } from 'vitest';
import { checkArgument } from '../../checks/arguments.ts';
import { COUNT, FUNCTION, OBJECT, valueType } from '../../checks/value-type.ts';
import { seedFromEnvironment } from '../assert/seed.ts';

/** For the options that run a test again. */
const NOTHING = valueType(
  (value): value is undefined => value === undefined,
  'nothing, since each seed runs once: one that has failed fails again',
);

/** What a test does. */
type Program<Context> = (context: TestContext & Context) => unknown;

/** Declares a test that runs with many seeds; see `TrialTest.seeds`. */
export interface SeedsCall<Context> {
  (name: string, program: Program<Context>, timeoutMs?: number): void;
  (name: string, options: Omit<TestOptions, 'repeats' | 'retry'>, program: Program<Context>): void;
}

/** What `test.seeds(100)` returns: a function like `test`, with some of Vitest's modifiers, as in `test.seeds(100).only('name', ...)`. */
export interface SeedsTest<Context> extends SeedsCall<Context> {
  readonly concurrent: SeedsCall<Context>;
  readonly fails: SeedsCall<Context>;
  readonly only: SeedsCall<Context>;
  readonly skip: SeedsCall<Context>;
}

/** The fixtures that `test.extend` takes: values, or functions that make them. */
export type FixtureDefinitions<Added, Context> = {
  readonly [Name in keyof Added]:
    | FixtureDefinition<Added, Name, Context>
    | [FixtureDefinition<Added, Name, Context>, object?];
};

type FixtureDefinition<Added, Name extends keyof Added, Context> =
  | FixtureFunction<Added, Name, Context>
  | (((...args: never) => unknown) extends Added[Name] ? never : Added[Name]);

type FixtureFunction<Added, Name extends keyof Added, Context> = (
  context: Omit<Added, Name> & Omit<Context, Exclude<keyof Added, Name>> & TestContext,
  use: (value: Added[Name]) => Promise<void>,
) => Promise<void>;

/** Vitest's `test` with fixtures, and with `seeds`. */
export type TrialTest<Context> = {
  /**
   * Declares one test that runs with this many seeds, one after the other: its own seed, and those after it. Each run has a simulation, fixtures,
   * hooks and a time-out of its own. The test ends with the first seed that fails, and reports that failure with the command that runs this seed alone.
   * With the environment variable KAFKA_TRIAL_SEED it runs with that seed only.
   *
   * @param count a whole number above 0
   * @returns a function like `test`, with `only`, `skip`, `fails` and `concurrent`. It takes neither `retry` nor `repeats`: a seed that has failed
   *   fails again
   * @throws IllegalArgumentException for another count, for an option that it does not take, and without a function
   */
  seeds(count: number): SeedsTest<Context>;
  /** Vitest's `test.extend`, whose result has `seeds`, too. */
  extend<Added extends object>(
    fixtures: FixtureDefinitions<Added, Context>,
  ): TrialTest<{
    [Name in keyof Added | keyof Context]: Name extends keyof Added
      ? Added[Name]
      : Name extends keyof Context
        ? Context[Name]
        : never;
  }>;
} & TestAPI<Context>;

/** Adds `seeds` to Vitest's `test`, and to those made from it with `test.extend`. */
export function withSeeds<Context>(test: TestAPI<Context>): TrialTest<Context> {
  const { extend } = test as unknown as { readonly extend: (...args: unknown[]) => TestAPI<Context> };
  const added = {
    seeds: (count: number) => seedsTest(test, count),
    extend: (...args: unknown[]) => withSeeds(extend.apply(test, args)),
  };
  return Object.assign(test, added) as unknown as TrialTest<Context>;
}

function seedsTest<Context>(test: TestAPI<Context>, count: number): SeedsTest<Context> {
  checkArgument('test.seeds(count)', count, COUNT);
  return Object.assign(seedsCall<Context>(test, count), {
    concurrent: seedsCall<Context>(test.concurrent, count),
    fails: seedsCall<Context>(test.fails, count),
    only: seedsCall<Context>(test.only, count),
    skip: seedsCall<Context>(test.skip, count),
  });
}

/** Vitest's `test`. In Vitest 3.2, what `test.extend` returns passes on no option but the time-out; `repeats` is then taken from its context. */
interface DeclaresTest {
  (name: string, options: TestOptions, program: () => unknown): void;
  readonly setContext?: (name: 'repeats', value: number | undefined) => void;
}

function seedsCall<Context>(test: unknown, count: number): SeedsCall<Context> {
  const declare = test as DeclaresTest;
  return (name: string, ...rest: readonly unknown[]): void => {
    const { options, program } = argumentsOf<Context>(rest);
    const repeats = seedFromEnvironment() === undefined ? count - 1 : 0;
    declare.setContext?.('repeats', repeats);
    declare(name, { ...options, repeats, retry: 0 }, untilFailure(program) as () => unknown);
    declare.setContext?.('repeats', undefined);
  };
}

interface SeedsArguments<Context> {
  readonly options: TestOptions;
  readonly program: Program<Context>;
}

function argumentsOf<Context>([first, second]: readonly unknown[]): SeedsArguments<Context> {
  const isProgramFirst = typeof first === 'function';
  const program = isProgramFirst ? first : second;
  checkArgument('test.seeds(count)(name, program)', program, FUNCTION);
  if (isProgramFirst)
    return { options: typeof second === 'number' ? { timeout: second } : {}, program: first as Program<Context> };
  checkArgument('test.seeds(count)(name, options, program)', first, OBJECT);
  const options = first as TestOptions;
  for (const option of ['repeats', 'retry'] as const) {
    checkArgument(`test.seeds(count)(), option '${option}'`, options[option], NOTHING);
  }
  return { options, program: program as Program<Context> };
}

/** The program, which does nothing after a repetition that has failed, since Vitest goes on with the others. */
function untilFailure<Context>(program: Program<Context>): Program<Context> {
  let hasFailed = false;
  const repeated = (context: TestContext & Context): unknown => {
    const { task, onTestFailed } = context;
    if (!hasFailed) {
      onTestFailed(() => {
        hasFailed = true;
      });
      return program(context);
    }
    // Where the project retries tests, Vitest forgets that a repetition has failed.
    if (task.result !== undefined) task.result.state = 'fail';
    return undefined;
  };
  // From here Vitest takes the names of the fixtures.
  return Object.defineProperty(repeated, 'toString', { value: () => program.toString() });
}
