import { expect, it } from 'vitest';
import type { LogLine } from '../../../src/client/host/client-host.ts';
import { ClientLogger, renderLogLine } from '../../../src/client/host/logging.ts';
import { KafkaException, TimeoutException } from '../../../src/protocol/errors/exceptions.ts';

function lines(write: (logger: ClientLogger) => void): LogLine[] {
  const written: LogLine[] = [];
  const clientHost = { now: (): number => 1_700_000_000_565, log: (line: LogLine): number => written.push(line) };
  const thread = 'kafka-producer-network-thread | producer-1';
  write(
    new ClientLogger(clientHost, 'org.apache.kafka.clients.NetworkClient', '[Producer clientId=producer-1] ', thread),
  );
  return written;
}

it('A log line is printed as the Java client prints it', () => {
  const [line] = lines((logger) => logger.warn('Error while fetching metadata'));
  expect(renderLogLine(line!)).toBe(
    '22:13:20.565 [kafka-producer-network-thread | producer-1] WARN org.apache.kafka.clients.NetworkClient -- ' +
      '[Producer clientId=producer-1] Error while fetching metadata',
  );
});

it('An exception and its causes follow, one per line', () => {
  const error = new KafkaException('outer', { cause: new TimeoutException('inner') });
  const [line] = lines((logger) => logger.error('failed', error));
  expect(renderLogLine(line!).split('\n')).toEqual([
    '22:13:20.565 [kafka-producer-network-thread | producer-1] ERROR org.apache.kafka.clients.NetworkClient -- [Producer clientId=producer-1] failed',
    'org.apache.kafka.common.KafkaException: outer',
    'Caused by: org.apache.kafka.common.errors.TimeoutException: inner',
  ]);
});

it('Times of day are in UTC, also before 1970', () => {
  const at = (timeMs: number): string =>
    renderLogLine({ timeMs, thread: 'm', level: 'INFO', logger: 'l', message: '' });
  expect(at(0)).toMatch(/^00:00:00\.000 /);
  expect(at(-1)).toMatch(/^23:59:59\.999 /);
});
