import { describe, expect, it } from 'vitest';
import { configLogOf, logUnused } from '../../../src/client/config/config-log.ts';
import { ConfigValues } from '../../../src/client/config/config-values.ts';
import { ParsedValues } from '../../../src/client/config/parsed-values.ts';
import type { LogLine } from '../../../src/client/host/client-host.ts';
import { CLIENT_CLASSES } from '../../../src/client/java/java-classes.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';

const LOGGER = 'org.apache.kafka.clients.producer.ProducerConfig';

function logged(write: (log: ReturnType<typeof configLogOf>) => void): LogLine[] {
  const lines: LogLine[] = [];
  write(configLogOf({ now: () => 7, log: (line) => lines.push(line) }));
  return lines;
}

describe('The log of a client that is being created', () => {
  it('has lines of the thread main', () => {
    expect(logged((log) => log('WARN', LOGGER, 'text'))).toEqual([
      { timeMs: 7, thread: 'main', level: 'WARN', logger: LOGGER, message: 'text' },
    ]);
  });

  it('makes the text of a configuration when the message is read, and marks the line', () => {
    let made = 0;
    class Counted extends ConfigValues {
      override toString(): string {
        made++;
        return super.toString();
      }
    }
    const values = new Counted(
      'TestConfig',
      { a: { type: 'INT' } },
      new ParsedValues(new Map([['a', 1]])),
      CLIENT_CLASSES,
    );
    const [line] = logged((log) => log('INFO', LOGGER, values));
    expect(made).toBe(0);
    expect({ ...line }).toEqual({
      timeMs: 7,
      thread: 'main',
      level: 'INFO',
      logger: LOGGER,
      isConfiguration: true,
      message: 'TestConfig values: \n\ta = 1\n',
    });
  });

  it('lists unused keys, sorted, if there are any', () => {
    expect(logged((log) => logUnused([], V3_6_1.texts, LOGGER, log))).toEqual([]);
    expect(logged((log) => logUnused(['b', 'a'], V3_6_1.texts, LOGGER, log))).toMatchObject([
      { level: 'INFO', logger: LOGGER, message: "These configurations '[a, b]' were supplied but are not used yet." },
    ]);
  });
});
