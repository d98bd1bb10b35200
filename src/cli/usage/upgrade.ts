/** The usage of `kafka-trial upgrade`. */
import { BROKER_VERSION, type CommandUsage, JSON_OUTPUT, type OptionValues, SEED } from './command-usage.ts';

interface Values extends OptionValues {
  readonly from: string;
  readonly to: string;
  readonly 'broker-version': string;
  readonly faults: string;
  readonly explore: string;
  readonly seed: string;
  readonly json: boolean;
}

export const UPGRADE: CommandUsage<Values> = {
  name: 'upgrade',
  takes: '<program> [options]',
  summary: 'compares what a program does with two versions of the Java clients',
  description: [
    'Runs a program with two versions of the Java clients, and prints where the runs diverge, which records have another',
    'outcome, and why.',
    'The program is a scenario, a file with a program as its default export (see docs/exploring.md), or default-workload.',
    'The exit code is 1 if an outcome differs: the fate of a record or its error, a lost, duplicated or reordered record, or',
    'how the run failed. Other times, batches and requests are only reported.',
  ],
  options: {
    from: { type: 'string', value: 'VERSION', text: 'the older version: 3.6.1, 3.9 or 4.3 (default 3.6.1)' },
    to: { type: 'string', value: 'VERSION', text: 'the newer version (default 4.3)' },
    'broker-version': BROKER_VERSION,
    faults: {
      type: 'string',
      value: 'FILE',
      text: 'apply the fault plan in FILE (JSON, see docs/faults.md) to both runs',
    },
    explore: {
      type: 'string',
      value: 'MODE',
      text: 'one-fault: compare also the runs with every single fault, and show the first\nthat differs, shrunk',
    },
    seed: SEED,
    json: JSON_OUTPUT,
  },
  examples: [
    ['upgrade retriable-error-heals', 'See what the versions make of a leader that is away for a while'],
    [
      'upgrade my-program.ts --from 3.9 --to 4.3 --explore one-fault',
      'Look for a fault that only one of two versions survives',
    ],
  ],
};
