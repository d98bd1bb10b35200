import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resolveAdminClientConfig } from '../../../src/admin/admin-config.ts';
import type { ConfigLog } from '../../../src/client/config/config-log.ts';
import { ConfigValues } from '../../../src/client/config/config-values.ts';
import { ParsedValues } from '../../../src/client/config/parsed-values.ts';
import { CLIENT_CLASSES } from '../../../src/client/java/java-classes.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import { resolveConsumerConfig } from '../../../src/consumer/consumer-config.ts';
import { resolveProducerConfig } from '../../../src/producer/config/producer-config.ts';

/** A client that was created with the 3.6.1 Java clients, and what it logged before its versions. */
interface Row {
  readonly client: 'producer' | 'consumer' | 'admin';
  readonly config: Readonly<Record<string, unknown>>;
  readonly log: readonly Line[];
}

interface Line {
  readonly level: string;
  readonly logger: string;
  readonly message: string;
}

const recorded = new URL('recorded/config-values.json', import.meta.url);
const rows = JSON.parse(readFileSync(recorded, 'utf8')) as readonly Row[];

function logOf({ client, config, log: javas }: Row): Line[] {
  const lines: Line[] = [];
  const log: ConfigLog = (level, logger, message) => lines.push({ level, logger, message: `${message}` });
  const number = Number(/client\.id = producer-(\d+)\n/.exec(javas.map(({ message }) => message).join())?.[1] ?? 1);
  const options = { version: V3_6_1, nextClientNumber: () => number, nextRandom: () => 0, log };
  const properties = new Map(Object.entries(config));
  try {
    if (client === 'producer') resolveProducerConfig(properties, options);
    else if (client === 'consumer') resolveConsumerConfig(properties, options);
    else resolveAdminClientConfig(properties, options);
  } catch {
    // What was logged before that is compared.
  }
  return lines;
}

/** Java's order of unused keys is that of a hash set. */
function withSortedNames({ message, ...line }: Line): Line {
  const sorted = message.replace(
    /'\[(.*)\]' were/,
    (_, names: string) => `'[${names.split(', ').toSorted().join(', ')}]' were`,
  );
  return { ...line, message: sorted };
}

describe('The values of a configuration are logged as by the Java client', () => {
  for (const row of rows.filter(({ client }) => client !== 'consumer')) {
    it(`${row.client} ${JSON.stringify(row.config)}`, () => {
      expect(logOf(row)).toEqual(row.log.map(withSortedNames));
    });
  }

  for (const row of rows.filter(({ client }) => client === 'consumer')) {
    it(`${row.client} ${JSON.stringify(row.config)}, but for keys that a consumer here does not have`, () => {
      const [ours, ...others] = logOf(row);
      const [javas] = row.log;
      expect(others).toEqual([]);
      expect(ours).toMatchObject({ level: 'INFO', logger: javas!.logger });
      const lines = ours!.message.split('\n');
      expect(lines.length).toBeGreaterThan(80);
      expect(javas!.message.split('\n').filter((line) => lines.includes(line))).toEqual(lines);
    });
  }
});

describe('The text of a value', () => {
  it('hides passwords, and names classes as Java does, or as the program does', () => {
    class Own {}
    const StringSerializer = CLIENT_CLASSES.byName('org.apache.kafka.common.serialization.StringSerializer');
    const keys = { b: { type: 'PASSWORD' }, a: { type: 'LIST' }, c: { type: 'CLASS' } } as const;
    const values = new ParsedValues(
      new Map<string, unknown>([
        ['a', [StringSerializer, Own, 'x.Y']],
        ['b', ''],
        ['c', Own],
      ]),
    );
    expect(`${new ConfigValues('TestConfig', keys, values, CLIENT_CLASSES)}`).toBe(
      'TestConfig values: \n' +
        '\ta = [class org.apache.kafka.common.serialization.StringSerializer, class Own, x.Y]\n' +
        '\tb = [hidden]\n' +
        '\tc = class Own\n',
    );
  });
});
