/** The usage of `kafka-trial explore`, `replay` and `merge`. */
import {
  BROKER_VERSION,
  CLIENT_VERSION,
  type CommandUsage,
  JSON_OUTPUT,
  type OptionValues,
  SEED,
} from './command-usage.ts';

interface Values extends OptionValues {
  readonly plan: string;
  readonly runs: string;
  readonly time: string;
  readonly workers: string;
  readonly shard: string;
  readonly all: boolean;
  readonly throws: boolean;
  readonly failures: string;
  readonly report: string;
  readonly seed: string;
  readonly 'client-version': string;
  readonly 'broker-version': string;
  readonly json: boolean;
}

export const EXPLORE: CommandUsage<Values> = {
  name: 'explore',
  takes: '<program> [options]',
  summary: 'searches for a history that violates a guarantee',
  description: [
    'Runs many histories of a program until one violates a guarantee, shrinks that failure and writes it to a file.',
    'The program is a scenario, a file with a program as its default export (see docs/exploring.md), or default-workload.',
    'Ctrl-C or SIGTERM ends the search; what was found until then is printed, and the report is written.',
  ],
  options: {
    plan: {
      type: 'string',
      value: 'MODE',
      text: 'faults to inject: swarm, random, none, one-fault or two-faults (default swarm)',
    },
    runs: {
      type: 'string',
      value: 'N',
      text: 'number of histories (default 1000; all of them for one-fault and two-faults)',
    },
    time: { type: 'string', value: 'DURATION', text: 'time limit, for example 500ms, 60s, 5m or 2h' },
    workers: {
      type: 'string',
      value: 'N',
      text: 'number of threads (default: one per core, and one for up to 100 histories)',
    },
    shard: {
      type: 'string',
      value: 'I/N',
      text: 'run only part I of N, to share the work between machines; auto: the part that Slurm,\nAWS Batch, GitLab, CircleCI or Buildkite gives to this run; auto/N: the part that one of\nthem or a Kubernetes Indexed Job gives, of N',
    },
    all: { type: 'boolean', text: 'continue after the first failure' },
    throws: { type: 'boolean', text: 'treat an error that the program throws as a failure' },
    failures: { type: 'string', value: 'DIR', text: 'folder for failures (default failures)' },
    report: {
      type: 'string',
      value: 'FILE',
      text: 'write a report for kafka-trial merge, and renew it every few seconds',
    },
    seed: SEED,
    'client-version': CLIENT_VERSION,
    'broker-version': BROKER_VERSION,
    json: JSON_OUTPUT,
  },
  examples: [
    ['explore my-program.ts --plan one-fault', 'Try every single fault'],
    ['explore default-workload --time 60s', 'Try random faults for a minute'],
  ],
};

export const REPLAY: CommandUsage<{ trace: boolean; test: boolean }> = {
  name: 'replay',
  takes: '<file> [--trace] [--test]',
  summary: 'replays a failure that explore has found',
  description: ['Runs a failure that kafka-trial explore wrote, and says whether it still fails.'],
  options: {
    trace: { type: 'boolean', text: 'print every event of the run as well' },
    test: { type: 'boolean', text: 'print the failure as a test in TypeScript instead of running it' },
  },
  examples: [
    ['replay failures/default-workload-no-acknowledged-record-lost.json --trace', 'See what happens, event by event'],
  ],
};

export const MERGE: CommandUsage<{ partial: boolean; failures: string; report: string; json: boolean }> = {
  name: 'merge',
  takes: '<report>... [options]',
  summary: 'joins the reports of several explorations',
  description: [
    'Joins the reports of all shards of an exploration into one. If shards are missing or were interrupted, it prints the',
    'commands that run them again. It refuses reports of different programs, options, seeds or versions.',
  ],
  options: {
    partial: { type: 'boolean', text: 'join what there is, although shards are missing or not finished' },
    failures: { type: 'string', value: 'DIR', text: 'write the failures to DIR, for kafka-trial replay' },
    report: { type: 'string', value: 'FILE', text: 'write the joined report to FILE' },
    json: JSON_OUTPUT,
  },
  examples: [['merge shard-1.json shard-2.json', 'Join the reports of two machines']],
};
