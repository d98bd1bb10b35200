/** The usage of `kafka-trial produce` and `kafka-trial consume`. */
import { CLIENT_VERSION, type CommandUsage, JSON_OUTPUT, type OptionValues, SEED } from './command-usage.ts';

interface ProduceValues extends OptionValues {
  readonly topic: string;
  readonly 'key-separator': string;
  readonly acks: string;
  readonly partitions: string;
  readonly brokers: string;
  readonly config: string[];
  readonly 'server-properties': string;
  readonly seed: string;
  readonly 'client-version': string;
  readonly trace: boolean;
  readonly json: boolean;
}

interface ConsumeValues extends ProduceValues {
  readonly 'print-key': boolean;
}

const OPTIONS: CommandUsage<ProduceValues>['options'] = {
  topic: { type: 'string', value: 'T', text: 'the topic, which is created first; required' },
  'key-separator': { type: 'string', value: 'S', text: 'split each line into key and value at S' },
  acks: { type: 'string', value: 'all|1|0', text: "the producer's acks (default all)" },
  partitions: { type: 'string', value: 'N', text: 'partitions of the topic (default: num.partitions of the brokers)' },
  brokers: { type: 'string', value: 'N', text: 'number of brokers (default 3)' },
  config: {
    type: 'string',
    multiple: true,
    value: 'KEY=VALUE',
    text: 'a configuration key of the producer, such as linger.ms=5; can be repeated',
  },
  'server-properties': {
    type: 'string',
    value: 'FILE',
    text: "configuration of the brokers, in the format of Kafka's server.properties",
  },
  seed: SEED,
  'client-version': CLIENT_VERSION,
  trace: { type: 'boolean', text: 'print every event of the run as well' },
  json: JSON_OUTPUT,
};

export const PRODUCE: CommandUsage<ProduceValues> = {
  name: 'produce',
  takes: '--topic T [options]',
  summary: 'sends each line of stdin as a record',
  description: [
    'Starts a new cluster, sends each line of stdin as a record to a topic, and prints where each record was stored.',
    'stdin must be UTF-8.',
  ],
  options: OPTIONS,
  examples: [
    ['echo France | npx kafka-trial produce --topic Customer3', 'Send one record'],
    ['kafka-trial produce --topic t --key-separator : --config linger.ms=5 < records.txt', 'Send records with keys'],
  ],
};

export const CONSUME: CommandUsage<ConsumeValues> = {
  name: 'consume',
  takes: '--topic T [options]',
  summary: 'sends each line of stdin, then prints what a consumer reads',
  description: [
    'Does what kafka-trial produce does, then prints what kafka-console-consumer --from-beginning would print.',
    'stdin must be UTF-8.',
  ],
  options: {
    ...OPTIONS,
    'print-key': { type: 'boolean', text: 'print the key before each value, and S (default: a tab) between them' },
  },
  examples: [['echo France | npx kafka-trial consume --topic Customer3', 'Send one record and read it back']],
};
