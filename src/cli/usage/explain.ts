/** The usage of `kafka-trial explain`. */
import { type CommandUsage, JSON_OUTPUT, type OptionValues, SEED } from './command-usage.ts';

interface Values extends OptionValues {
  readonly seed: string;
  readonly faults: string;
  readonly json: boolean;
}

export const EXPLAIN: CommandUsage<Values> = {
  name: 'explain',
  takes: '<scenario or file> [record] [options]',
  summary: 'explains what happened to one record of a run, and why',
  description: [
    'Runs a scenario, or a file (.js, .mjs, .ts or .mts) with a scenario or a program as its default export, and prints the',
    'life of one record in sentences: why it waited, why it was retried, why its outcome is unknown, where it is stored.',
    'Without a record it lists the records. A record is named by',
    '  3                 its number: the third send(), if there is one producer',
    "  'careful 3'       its producer and number",
    '  payments-0@17     the place in a log where it is stored, or was',
    '  key=order         its key, if no other record has it',
    '  value=17          its value, if no other record has it',
  ],
  options: {
    seed: SEED,
    faults: {
      type: 'string',
      value: 'FILE',
      text: 'apply the fault plan in FILE (JSON, see docs/faults.md) in addition to the faults of the scenario',
    },
    json: JSON_OUTPUT,
  },
  examples: [
    ['explain lost-ack', 'See which records there are'],
    ["explain lost-ack 'careless 1'", 'See why a record is stored twice'],
  ],
};
