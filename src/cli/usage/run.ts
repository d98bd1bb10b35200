/** The usage of `kafka-trial run`. */
import {
  BROKER_VERSION,
  CLIENT_VERSION,
  type CommandUsage,
  JSON_OUTPUT,
  type OptionValues,
  SEED,
} from './command-usage.ts';

interface Values extends OptionValues {
  readonly seed: string;
  readonly trace: 'events' | 'replication';
  readonly 'log-level': string;
  readonly quiet: boolean;
  readonly faults: string;
  readonly set: string[];
  readonly history: boolean;
  readonly at: string;
  readonly format: string;
  readonly 'client-version': string;
  readonly 'broker-version': string;
  readonly json: boolean;
}

export const RUN: CommandUsage<Values> = {
  name: 'run',
  takes: '<scenario> [options]',
  summary: 'runs a scenario and prints what happens',
  description: [
    'Runs a scenario: a name from kafka-trial list, or a file (.js, .mjs, .ts or .mts) with a scenario as its default export.',
    'Prints what the scenario says, the log of its clients, and the verdict: what became of every record.',
  ],
  options: {
    seed: SEED,
    trace: {
      type: 'string',
      value: 'replication',
      valueIfBare: 'events',
      text: 'print every event of the run as well; with =replication also what brokers do for\nacks=all: appends, fetches of followers, high watermarks',
    },
    'log-level': {
      type: 'string',
      value: 'LEVEL',
      text: 'print log lines from this level on: DEBUG, INFO, WARN, ERROR or OFF (default DEBUG;\nwith --format text WARN)',
    },
    quiet: { type: 'boolean', text: 'print no log lines, as with --log-level OFF' },
    faults: {
      type: 'string',
      value: 'FILE',
      text: 'apply the fault plan in FILE (JSON, see docs/faults.md) in addition to the faults of the scenario',
    },
    set: {
      type: 'string',
      multiple: true,
      value: 'KEY=VALUE',
      text: 'give every producer this setting instead of that of the scenario; may be given several times',
    },
    history: {
      type: 'boolean',
      text: 'print only what changed in the cluster and when: brokers, leaders, epochs, in-sync replicas',
    },
    at: { type: 'string', value: 'MS', text: 'print only the state of the cluster at this virtual time' },
    format: {
      type: 'string',
      value: 'FORMAT',
      text: [
        'print a report on the run instead of the transcript (docs/reports.md):',
        'text: what happened, with one column per actor, and what the scenario says;',
        '  with --trace also connections',
        'html: a page with a timeline, the records and the verdict',
        'mermaid: a sequence diagram for Markdown',
        'perfetto: a trace for https://ui.perfetto.dev',
        'json: the same as --json',
        'With --trace=replication reports also show what brokers do among themselves.',
      ].join('\n'),
    },
    'client-version': CLIENT_VERSION,
    'broker-version': BROKER_VERSION,
    json: JSON_OUTPUT,
  },
  examples: [
    ['run lost-ack --trace', 'See a response get lost, event by event'],
    ['run lost-ack --format html > lost-ack.html', 'The same as a page for the browser'],
    ['run in-sync-replicas --quiet --trace=replication', 'See what acks=all waits for'],
    ['run lost-ack --set enable.idempotence=false', 'Run a scenario with another setting'],
    ['run my-scenario.ts --seed 7', 'Run a scenario of your own with another seed'],
  ],
};
