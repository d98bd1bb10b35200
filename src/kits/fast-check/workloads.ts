/**
 * Random workloads.
 */
import fc from 'fast-check';
import { checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { COUNT, someOf, TOPIC, WHOLE } from '../../checks/value-type.ts';
import type { Step, Workload } from '../../explore/index.ts';

/** Limits of a random workload. */
export interface WorkloadConstraints {
  /** Names of the topics. Default: `['payments']`. */
  readonly topics?: readonly string[];
  /** Largest number of steps. Default 30. */
  readonly maxSteps?: number;
  /** Longest pause in ms. Default 2,000. */
  readonly maxSleepMs?: number;
}

const CONSTRAINTS: OptionTypes<WorkloadConstraints> = {
  topics: someOf(TOPIC, 'a list of names of topics'),
  maxSteps: COUNT,
  maxSleepMs: WHOLE,
};

/**
 * Workloads of records with and without keys, some of them awaited, of pauses and of flushes. Shrinks to fewer and
 * shorter steps.
 *
 * @throws IllegalArgumentException for a constraint that does not exist, or is of another type
 */
export function workload(constraints: WorkloadConstraints = {}): fc.Arbitrary<Workload> {
  checkOptions('workload()', constraints, CONSTRAINTS);
  const { topics = ['payments'], maxSteps = 30, maxSleepMs = 2_000 } = constraints;
  return fc.array(step(topics, maxSleepMs), { minLength: 1, maxLength: maxSteps });
}

function step(topics: readonly string[], maxSleepMs: number): fc.Arbitrary<Step> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 8, arbitrary: sendStep(topics) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('sleep' as const), forMs: fc.nat(maxSleepMs) }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'flush' }) },
  );
}

function sendStep(topics: readonly string[]): fc.Arbitrary<Step> {
  return fc.record(
    {
      do: fc.constant('send' as const),
      topic: fc.constantFrom(...topics),
      value: fc.string({ maxLength: 20 }),
      key: fc.constantFrom('a', 'b', 'c'),
      awaited: fc.boolean(),
    },
    { requiredKeys: ['do', 'topic', 'value'] },
  );
}
