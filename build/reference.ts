/**
 * Writes docs/reference/ from the docstrings and the data of the sources: `npm run reference`. test/reference.test.ts checks that the
 * files in the repository are those that this script writes.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { BROKER_KEYS, TOPIC_KEYS } from '../src/broker/versions/v3_6_1-broker-keys.ts';
import { helpText } from '../src/cli/usage/command-usage.ts';
import { COMMAND_USAGES } from '../src/cli/usage/overview.ts';
import { V3_6_1 } from '../src/client/versions/v3_6_1.ts';
import { GUARANTEE_NAMES } from '../src/guarantees/index.ts';
import { ERRORS } from '../src/protocol/errors/errors.ts';
import { type Documented, headOf, membersOf, typeIn } from './docstrings.ts';

type Keys = Readonly<Record<string, { readonly default?: unknown }>>;

const CLIENT_FILES = [
  'producer/config/input.ts',
  'client/versions/v3_6_1-producer-keys.ts',
  'consumer/config-input.ts',
  'client/versions/v3_6_1-admin-and-consumer-keys.ts',
  'client/versions/v3_6_1-security-keys.ts',
];
const BROKER_FILE = 'broker/versions/v3_6_1-broker-keys.ts';

const TRACE_EVENTS = [
  ['Inside a producer', 'simulation/events/producer-trace-events.ts', 'ProducerTraceEvents'],
  ['Connections of a client', 'simulation/events/message-events.ts', 'ConnectionEvents'],
  ['Topics, leaders and in-sync replicas', 'broker/state/cluster-events.ts', 'TopicEvents'],
  ['Brokers and the controller', 'broker/state/cluster-events.ts', 'BrokerEvents'],
  ['Logs', 'broker/state/cluster-events.ts', 'LogEvents'],
  ['Coordinators of transactions and groups', 'broker/state/cluster-events.ts', 'CoordinatorEvents'],
  ['Replication, with trace: "replication"', 'simulation/events/simulation-events.ts', 'ReplicationEvents'],
  ['Faults', 'simulation/events/simulation-events.ts', 'FaultEvents'],
  ['Other events', 'simulation/events/simulation-events.ts', 'OtherEvents'],
] as const;

/** The pages by their paths below docs/reference/. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'producer-settings.md': page(
      'Producer settings',
      'The settings of `sim.producer({ ... })` are those of the Java producer 3.6.1 (`ProducerConfig`), with the same names, defaults and checks.',
      settings(V3_6_1.keys.producer, docstrings(CLIENT_FILES)),
    ),
    'consumer-settings.md': page(
      'Consumer settings',
      'The settings of `sim.consumer({ ... })` are those of the Java consumer 3.6.1 (`ConsumerConfig`).',
      settings(V3_6_1.keys.consumer, docstrings(CLIENT_FILES.toReversed())),
    ),
    'admin-settings.md': page(
      'Admin client settings',
      'The settings of `sim.admin({ ... })` are those of the Java admin client 3.6.1 (`AdminClientConfig`).',
      settings(V3_6_1.keys.admin, docstrings(CLIENT_FILES.toReversed())),
    ),
    'broker-settings.md': page(
      'Broker and topic settings',
      "Broker settings are given as `new Simulation({ config: { ... } })`, or as a file in the format of Kafka's server.properties. These have an effect here; [limitations](../limitations.md) lists those that are only checked.",
      settings(BROKER_KEYS, docstrings([BROKER_FILE], 'export const BROKER_KEYS')),
      '## Topic settings',
      'A topic has its own value of some settings: `sim.createTopic(name, { configs: { ... } })`. The default is the value of a broker setting.',
      topicSettings(),
    ),
    'simulation-options.md': page(
      'Options of a simulation',
      'All options of `new Simulation({ ... })`. None is required.',
      ...membersOf('simulation/simulation-options.ts', String.raw`\w+`, 'export interface SimulationOptions')
        .filter(({ name, docstring }) => docstring !== '' && name !== 'latencyMs')
        .map(({ name, docstring }) => `## ${name}\n\n${prose(docstring)}`),
    ),
    'producer-events.md': page(
      'Events of a producer',
      'What `producer.events.on(event, listener)` can listen to. The arguments have types; a `BatchView` is the same object from the first event of its batch to the last.',
      table(
        ['Event', 'When'],
        membersOf('producer/events/producer-events.ts', String.raw`\w+`, 'export interface ProducerEventMap')
          .filter(({ docstring }) => docstring !== '')
          .map(({ name, docstring }) => [`\`${name}\``, docstring.replace(/@param (\w+) /g, '`$1`: ')]),
      ),
    ),
    'trace-events.md': page(
      'Events of the trace',
      '[Reading a trace](../reading-a-trace.md) explains the form of a trace, and the events that matter most. These are all events, with the names of their facts. In a program they have types: `sim.trace.entriesOf("batch sent")`.',
      ...TRACE_EVENTS.map(([title, file, declaration]) => traceEvents(title, file, declaration)),
      '## Requests and responses',
      '`Produce request`, `Produce response` and so on, for every API: the client has sent the request, or has received the response. The facts are what matters of the message, and the broker; with `trace: "replication"`, the fetches of followers have the leader instead.',
    ),
    'errors.md': page(
      'Errors of Kafka',
      'The errors with which brokers answer, and the exceptions that clients make of them. They are exported by `kafka-trial/errors`, with the inheritance of Java: `error instanceof RetriableException`. What clients throw by themselves, such as `SerializationException`, is exported there, too. The fault word `respond` takes the name of an error.',
      table(
        ['Code', 'Error', 'Exception', 'Retriable', 'Message'],
        Object.entries(ERRORS)
          .filter(([name]) => name !== 'NONE')
          .map(([name, { code, exception, retriable, message }]) => [
            String(code),
            `\`${name}\``,
            `\`${exception}\``,
            retriable ? 'yes' : 'no',
            message,
          ]),
      ),
    ),
    'guarantees.md': page(
      'Guarantees',
      "What every run is held to with `new Simulation({ guarantees: 'all' })`. `guarantees: ['...']` chooses some of them, and `breaks: ['...']` names those that a run is meant to violate.",
      ...GUARANTEE_NAMES.map((name) => guarantee(name)),
    ),
    'commands.md': page(
      'Commands',
      'What `kafka-trial <command> --help` prints.',
      ...COMMAND_USAGES.map((usage) => `## ${usage.name}\n\n\`\`\`text\n${helpText(usage).trim()}\n\`\`\``),
    ),
  };
}

function page(title: string, ...blocks: readonly string[]): string {
  const origin = '<!-- Written by build/reference.ts from the sources: do not edit. -->';
  return `${[`# ${title}`, origin, ...blocks].join('\n\n')}\n`;
}

function traceEvents(title: string, file: string, declaration: string): string {
  const rows = membersOf(file, String.raw`\w+`, `type ${declaration} = `).map(({ name, docstring, definition }) => [
    `\`${name}\``,
    factsIn(definition, file).join(', '),
    docstring,
  ]);
  return `## ${title}\n\n${table(['Event', 'Facts', 'Meaning'], rows)}`;
}

/** The names of the facts in a type, which may refer to other types of its file. */
function factsIn(definition: string, file: string): string[] {
  const named = [...definition.matchAll(/\b[A-Z]\w+\b/g)].flatMap(([type]) => factsIn(typeIn(file, type), file));
  const own = [...definition.matchAll(/\breadonly (\w+)\??: /g)].map(([, name]) => `\`${name}\``);
  return [...new Set([...named, ...own])];
}

function docstrings(files: readonly string[], within?: string): ReadonlyMap<string, string> {
  const all = files.flatMap((file): readonly Documented[] => membersOf(file, 'acks|retries|preallocate', within));
  return new Map(all.toReversed().map(({ name, docstring }) => [name, docstring]));
}

function settings(keys: Keys, texts: ReadonlyMap<string, string>): string {
  const rows = Object.entries(keys).map(([key, { default: value }]) => [
    `\`${key}\``,
    defaultText(value),
    withoutDefault(texts.get(key) ?? ''),
  ]);
  return table(['Setting', 'Default', 'What it is'], rows);
}

function topicSettings(): string {
  const texts = docstrings([BROKER_FILE], 'export const TOPIC_KEYS');
  const rows = Object.entries(TOPIC_KEYS).map(([key, brokerKey]) => [
    `\`${key}\``,
    `\`${brokerKey}\``,
    (texts.get(key) ?? '').replace(/ Default: the brokers' .*$/, ''),
  ]);
  return table(['Topic setting', 'Default: that of', 'What it is'], rows);
}

function defaultText(value: unknown): string {
  if (value === undefined) return 'required';
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'none';
  return `\`${Array.isArray(value) ? value.join(', ') : String(value as number | boolean | string)}\``;
}

/** Without the sentence about the default, which has a column of its own, unless it says more than the value. */
function withoutDefault(docstring: string): string {
  return docstring.replace(/ ?Default `?[^\s`]+`?( \([^)]*\))?\.$/, '');
}

function guarantee(name: string): string {
  const file = name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const [first = '', ...rest] = headOf(`guarantees/${file}.ts`);
  const facts = rest.flatMap((paragraph) => paragraph.split(/\n(?=[A-Z][\w ]+: )/)).map((fact) => `- ${prose(fact)}`);
  return [`## ${name}`, prose(sentence(first)), facts.join('\n')].filter((block) => block !== '').join('\n\n');
}

/** `NoPhantomRecord: every stored record was sent.` without the name. */
function sentence(text: string): string {
  const said = text.replace(/^\w+: /, '');
  return said.charAt(0).toUpperCase() + said.slice(1);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(prose).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** One line, in which no character begins HTML or a cell. */
function prose(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .replace(/(?<!`[^`]*)<(?!!--)/g, '&lt;');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = new URL('../docs/reference/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(referencePages())) writeFileSync(new URL(name, folder), text);
  console.log(`${readdirSync(folder).length} pages in docs/reference`);
}
