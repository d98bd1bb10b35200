/** The option --shard of explore, in the environments of batch systems. */
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/command-line/usage-error.ts';
import { shardOf } from '../../../src/cli/explore/shard-option.ts';

type Environment = Readonly<Record<string, string>>;

/** What `sbatch --array=` sets, as seen in Slurm 22.05. */
const slurm = (id: number, min: number, max: number, step: number, count: number): Environment => ({
  SLURM_ARRAY_JOB_ID: '1',
  SLURM_ARRAY_TASK_ID: `${id}`,
  SLURM_ARRAY_TASK_MIN: `${min}`,
  SLURM_ARRAY_TASK_MAX: `${max}`,
  SLURM_ARRAY_TASK_STEP: `${step}`,
  SLURM_ARRAY_TASK_COUNT: `${count}`,
});

describe('The shard of a run', () => {
  it.each<[string, string | undefined, Environment, string]>([
    ['none', undefined, { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4' }, '1/1'],
    ['given', '2/4', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '9' }, '2/4'],
    ['Slurm, --array=0-3', 'auto', slurm(3, 0, 3, 1, 4), '4/4'],
    ['Slurm, --array=1-4', 'auto', slurm(1, 1, 4, 1, 4), '1/4'],
    ['Slurm, --array=2-8:2', 'auto', slurm(6, 2, 8, 2, 4), '3/4'],
    ['Slurm, --array=2 of four tasks again', 'auto/4', slurm(2, 2, 2, 1, 1), '3/4'],
    ['Kubernetes', 'auto/3', { JOB_COMPLETION_INDEX: '0' }, '1/3'],
    ['AWS Batch', 'auto', { AWS_BATCH_JOB_ARRAY_INDEX: '9', AWS_BATCH_JOB_ARRAY_SIZE: '10' }, '10/10'],
    ['GitLab', 'auto', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '5' }, '1/5'],
    ['GitLab, with a count', 'auto/5', { CI_NODE_INDEX: '5', CI_NODE_TOTAL: '5' }, '5/5'],
    ['CircleCI without parallelism', 'auto', { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '1' }, '1/1'],
    ['Buildkite', 'auto', { BUILDKITE_PARALLEL_JOB: '1', BUILDKITE_PARALLEL_JOB_COUNT: '2' }, '2/2'],
    [
      'GitLab without parallel, in an array of AWS Batch',
      'auto/2',
      { CI_NODE_TOTAL: '1', AWS_BATCH_JOB_ARRAY_INDEX: '1' },
      '2/2',
    ],
    ['a variable that is set to nothing', 'auto/2', { CI_NODE_INDEX: '', JOB_COMPLETION_INDEX: '1' }, '2/2'],
  ])('is found: %s', (_what, text, environment, expected) => {
    const { index, count } = shardOf(text, environment);
    expect(`${index}/${count}`).toBe(expected);
  });

  it.each<[string, string, Environment, string]>([
    [
      'no shard',
      '0/0',
      {},
      "--shard must be a number and a count, such as 1/4, or auto or auto/4 in a batch system, got '0/0'.",
    ],
    [
      'index beyond the count',
      '5/4',
      {},
      "--shard must be a number and a count, such as 1/4, or auto or auto/4 in a batch system, got '5/4'.",
    ],
    [
      'misspelt',
      'auto4',
      {},
      "--shard must be a number and a count, such as 1/4, or auto or auto/4 in a batch system, got 'auto4'.",
    ],
    [
      'no system',
      'auto',
      { CI_NODE_TOTAL: '1' },
      '--shard auto: no batch system has set a number for this run. Give the shard, such as --shard 1/4. Looked for SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX, CI_NODE_INDEX, CIRCLE_NODE_INDEX, BUILDKITE_PARALLEL_JOB.',
    ],
    [
      'two systems',
      'auto/4',
      { JOB_COMPLETION_INDEX: '1', ...slurm(1, 0, 3, 1, 4) },
      '--shard auto: Slurm (SLURM_ARRAY_TASK_ID) and Kubernetes (JOB_COMPLETION_INDEX) have set numbers for this run. Give the shard, such as --shard 1/4.',
    ],
    [
      'no count',
      'auto',
      { JOB_COMPLETION_INDEX: '1' },
      '--shard auto: Kubernetes does not set the number of runs. Give it, such as in --shard auto/4.',
    ],
    [
      'a count of 0',
      'auto',
      { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '0' },
      '--shard auto: CIRCLE_NODE_TOTAL is 0, so there is no shard to run.',
    ],
    [
      'a given count of 0',
      'auto/0',
      { CIRCLE_NODE_INDEX: '0' },
      '--shard auto: the given count is 0, so there is no shard to run.',
    ],
    [
      'a number beyond the count',
      'auto',
      { CI_NODE_INDEX: '6', CI_NODE_TOTAL: '5' },
      '--shard auto: CI_NODE_INDEX is 6, but with 5 shards (CI_NODE_TOTAL) it must be between 1 and 5.',
    ],
    [
      'an array that begins at 1, with a count',
      'auto/4',
      slurm(4, 1, 4, 1, 4),
      '--shard auto: SLURM_ARRAY_TASK_ID is 4, but with 4 shards (the given count) it must be between 0 and 3.',
    ],
    [
      'an array with gaps',
      'auto',
      slurm(7, 1, 7, 1, 3),
      '--shard auto: the Slurm array has gaps (3 tasks from 1 to 7). Give the number of shards, such as in --shard auto/4, and number the tasks from 0.',
    ],
    [
      'no number',
      'auto/2',
      { JOB_COMPLETION_INDEX: 'x' },
      "--shard auto: JOB_COMPLETION_INDEX must be a whole number, got 'x'.",
    ],
    [
      'a number without a count',
      'auto',
      { CI_NODE_INDEX: '1' },
      '--shard auto: CI_NODE_TOTAL must be a whole number, and is not set.',
    ],
  ])('is refused: %s', (_what, text, environment, problem) => {
    expect(() => shardOf(text, environment)).toThrow(new UsageError(problem));
  });
});
