/**
 * The option `--shard` of explore: a part that is given (`2/4`), or one that a batch system gives (`auto`, `auto/4`).
 */
import { readShard, type Shard, SINGLE_SHARD } from '../../explore/shard.ts';
import { UsageError } from '../command-line/usage-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A system that runs a command several times, and passes each run its number in environment variables. */
interface BatchSystem {
  readonly name: string;
  /** The variable with the number of the run. It is set only for a run that has a number. */
  readonly number: string;
  /** The number of the first run. */
  readonly first: 0 | 1;
  /** The variable with the number of runs; absent if the system does not pass it. */
  readonly count?: string;
  /** The position of a run from 0, if the numbers need not begin at `first`. */
  readonly position?: (number: number, environment: Environment) => number;
}

/** The variables are those that the documentation of each system names. */
const SYSTEMS: readonly BatchSystem[] = [
  {
    name: 'Slurm',
    number: 'SLURM_ARRAY_TASK_ID',
    first: 0,
    count: 'SLURM_ARRAY_TASK_COUNT',
    position: positionInSlurmArray,
  },
  { name: 'Kubernetes', number: 'JOB_COMPLETION_INDEX', first: 0 },
  { name: 'AWS Batch', number: 'AWS_BATCH_JOB_ARRAY_INDEX', first: 0, count: 'AWS_BATCH_JOB_ARRAY_SIZE' },
  { name: 'GitLab', number: 'CI_NODE_INDEX', first: 1, count: 'CI_NODE_TOTAL' },
  { name: 'CircleCI', number: 'CIRCLE_NODE_INDEX', first: 0, count: 'CIRCLE_NODE_TOTAL' },
  { name: 'Buildkite', number: 'BUILDKITE_PARALLEL_JOB', first: 0, count: 'BUILDKITE_PARALLEL_JOB_COUNT' },
];

/** @throws UsageError for a text that is not a shard, and if the environment does not determine which shard `auto` is */
export function shardOf(text: string | undefined, environment: Environment): Shard {
  if (text === undefined) return SINGLE_SHARD;
  const auto = /^auto(?:\/(\d{1,6}))?$/.exec(text);
  const shard = auto === null ? readShard(text) : shardOfEnvironment(auto[1], environment);
  if (shard !== undefined) return shard;
  throw new UsageError(
    `--shard must be a number and a count, such as 1/4, or auto or auto/4 in a batch system, got '${text}'.`,
  );
}

/** `countText` is the count that was given. Then the numbers begin at the first one, also if only some of the runs are run again. */
function shardOfEnvironment(countText: string | undefined, environment: Environment): Shard {
  const { name, number, first, count: countVariable, position } = onlySystem(environment);
  const value = wholeNumber(number, environment);
  const isGiven = countText !== undefined;
  if (!isGiven && countVariable === undefined) {
    throw new UsageError(`--shard auto: ${name} does not set the number of runs. Give it, such as in --shard auto/4.`);
  }
  const count = isGiven ? Number(countText) : wholeNumber(countVariable!, environment);
  const index = 1 + (isGiven || position === undefined ? value - first : position(value, environment));
  if (count >= 1 && index >= 1 && index <= count) return { index, count };
  const source = isGiven ? 'the given count' : countVariable;
  if (count === 0) throw new UsageError(`--shard auto: ${source} is 0, so there is no shard to run.`);
  throw new UsageError(
    `--shard auto: ${number} is ${value}, but with ${count} shards (${source}) it must be between ${first} and ${first + count - 1}.`,
  );
}

function onlySystem(environment: Environment): BatchSystem {
  const [found, ...others] = SYSTEMS.filter(({ number }) => isSet(number, environment));
  if (found === undefined) {
    const names = SYSTEMS.map(({ number }) => number).join(', ');
    throw new UsageError(
      `--shard auto: no batch system has set a number for this run. Give the shard, such as --shard 1/4. Looked for ${names}.`,
    );
  }
  if (others.length === 0) return found;
  const both = [found, ...others].map(({ name, number }) => `${name} (${number})`).join(' and ');
  throw new UsageError(`--shard auto: ${both} have set numbers for this run. Give the shard, such as --shard 1/4.`);
}

/** `sbatch --array=2-8:2` has the tasks 2, 4, 6 and 8. */
function positionInSlurmArray(number: number, environment: Environment): number {
  const [min, max, step, count] = ['MIN', 'MAX', 'STEP', 'COUNT'].map((what) =>
    wholeNumber(`SLURM_ARRAY_TASK_${what}`, environment),
  ) as [number, number, number, number];
  if (max - min === (count - 1) * step) return (number - min) / step;
  throw new UsageError(
    `--shard auto: the Slurm array has gaps (${count} tasks from ${min} to ${max}). Give the number of shards, such as in --shard auto/4, and number the tasks from 0.`,
  );
}

function isSet(name: string, environment: Environment): boolean {
  return environment[name] !== undefined && environment[name] !== '';
}

function wholeNumber(name: string, environment: Environment): number {
  const text = environment[name];
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(
    `--shard auto: ${name} must be a whole number, ${isSet(name, environment) ? `got '${text}'` : 'and is not set'}.`,
  );
}
