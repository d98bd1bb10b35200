/** The usage of `kafka-trial serve`. */
import { BROKER_VERSION, type CommandUsage, type OptionValues, SEED } from './command-usage.ts';

interface Values extends OptionValues {
  readonly port: string;
  readonly host: string;
  readonly 'advertised-host': string;
  readonly 'control-port': string;
  readonly brokers: string;
  readonly scenario: string;
  readonly faults: string;
  readonly 'server-properties': string;
  readonly 'broker-version': string;
  readonly profile: string;
  readonly 'max-connections': string;
  readonly 'max-stored-bytes': string;
  readonly 'no-verdict': boolean;
  readonly trace: boolean;
  readonly seed: string;
}

export const SERVE: CommandUsage<Values> = {
  name: 'serve',
  takes: '[options]',
  summary: 'serves a cluster on TCP, in real time, for clients in any language',
  description: [
    'Serves a cluster on TCP in real time, for clients in any language. Topics are created on first use.',
    'Lines of stdin control it (help lists the commands), and so does HTTP with JSON at the address that is printed.',
    'Ctrl-C ends it. Records are kept in memory only.',
  ],
  options: {
    port: {
      type: 'string',
      value: 'N',
      text: 'port of the first broker; the others have the next ones; 0: any free (default 9092)',
    },
    host: {
      type: 'string',
      value: 'HOST',
      text: 'address to listen at (default 127.0.0.1: only this machine can connect)',
    },
    'advertised-host': {
      type: 'string',
      value: 'HOST',
      text: 'name under which clients reach this machine (default: that of --host)',
    },
    'control-port': {
      type: 'string',
      value: 'N',
      text: 'port of the control over HTTP, for this machine only (default: any free one)',
    },
    brokers: { type: 'string', value: 'N', text: 'number of brokers (default 3)' },
    scenario: {
      type: 'string',
      value: 'FILE',
      text: 'serve the cluster of a scenario, whose program runs beside the clients',
    },
    faults: {
      type: 'string',
      value: 'FILE',
      text: 'apply the fault plan in FILE (JSON, see docs/faults.md); times count from the start',
    },
    'server-properties': {
      type: 'string',
      value: 'FILE',
      text: "configuration of the brokers, in the format of Kafka's server.properties",
    },
    'broker-version': BROKER_VERSION,
    profile: {
      type: 'string',
      value: 'NAME',
      text: 'versions of the protocol: latest, or kafka-2.4 for old clients (default latest)',
    },
    'max-connections': { type: 'string', value: 'N', text: 'connections at the same time (default 1000)' },
    'max-stored-bytes': {
      type: 'string',
      value: 'N',
      text: 'bytes that the records of clients and their log may take (default 1 GiB)',
    },
    'no-verdict': {
      type: 'boolean',
      text: 'log no records for the command verdict: saves 1,000 bytes and half of the time for each',
    },
    trace: { type: 'boolean', text: 'print every event' },
    seed: SEED,
  },
  examples: [
    ['serve', 'Serve three brokers at 127.0.0.1:9092 to 9094'],
    ['serve --brokers 1 --faults plan.json', 'Serve one broker, with faults'],
    ["echo 'crash broker-2' | npx kafka-trial serve", 'Control it by lines'],
  ],
};
