import { describe, expect, it } from 'vitest';
import { ClientLogger } from '../../../src/client/host/logging.ts';
import { type ProducerInterceptor, ProducerInterceptors } from '../../../src/producer/record/interceptors.ts';
import { ProducerRecord } from '../../../src/producer/record/producer-record.ts';
import { RecordMetadata } from '../../../src/producer/record/record-metadata.ts';

function chain(...interceptors: ProducerInterceptor<string, string>[]): {
  all: ProducerInterceptors<string, string>;
  log: string[];
  reported: string[];
} {
  const log: string[] = [];
  const reported: string[] = [];
  const clientHost = {
    now: (): number => 0,
    log: (line: { message: string }): number => log.push(line.message),
    userCodeThrew: (thrown: unknown, place: string): number => reported.push(`${String(thrown)} in ${place}`),
  };
  const logger = new ClientLogger(clientHost, 'X', '', 'main');
  return { all: new ProducerInterceptors(interceptors, logger, clientHost), log, reported };
}

const throwing: ProducerInterceptor<string, string> = {
  onSend() {
    throw new Error('send');
  },
  onAcknowledgement() {
    throw new Error('ack');
  },
  close() {
    throw new Error('close');
  },
};

describe('Interceptors', () => {
  it('pass the record on, and one that throws is skipped with a line in the log', () => {
    const append = (text: string): ProducerInterceptor<string, string> => ({
      onSend: (record) => new ProducerRecord<string, string>(record.topic, `${record.value}${text}`),
    });
    const { all, log, reported } = chain(append('a'), throwing, append('b'));
    expect(all.onSend(new ProducerRecord<string, string>('t', 'v'))?.value).toBe('vab');
    expect(log).toEqual(['Error executing interceptor onSend callback for topic: t, partition: null']);
    expect(reported).toEqual(['Error: send in onSend() of the interceptor Object']);
  });

  it('are all notified of an acknowledgement, and closed, whatever one of them throws', () => {
    const calls: string[] = [];
    const { all, log, reported } = chain(throwing, {
      onAcknowledgement: (metadata) => calls.push(String(metadata)),
      close: () => calls.push('closed'),
    });
    all.onAcknowledgement(new RecordMetadata('t', 0, 1, 0, 0, -1, -1), null);
    all.close();
    expect(calls).toEqual(['t-0@1', 'closed']);
    expect(log).toEqual([
      'Error executing interceptor onAcknowledgement callback',
      'Failed to close producer interceptor ',
    ]);
    expect(reported).toEqual([
      'Error: ack in onAcknowledgement() of the interceptor Object',
      'Error: close in close() of the interceptor Object',
    ]);
  });

  it('are notified of a record that failed early, with the partition as far as it is known', () => {
    const calls: string[] = [];
    const { all } = chain({
      onAcknowledgement: (metadata, error) => calls.push(`${metadata.toString()} ${error?.message}`),
    });
    all.onSendError('t', -1, new Error('x'));
    all.onSendError('t', 3, new Error('y'));
    expect(calls).toEqual(['t--1@-1 x', 't-3@-1 y']);
  });

  const returning = (returned: unknown): ProducerInterceptor<string, string> => ({
    onSend: () => returned as ProducerRecord<string, string>,
  });

  it('may return a plain object, which the next one gets as a record', () => {
    const seen: unknown[] = [];
    const { all } = chain(returning({ topic: 't', value: 'changed' }), {
      onSend: (record) => {
        seen.push(record instanceof ProducerRecord);
        return record;
      },
    });
    expect(all.onSend(new ProducerRecord<string, string>('t', 'v'))?.value).toBe('changed');
    expect(seen).toEqual([true]);
  });

  it.each([
    [Promise.resolve(), 'IllegalArgumentException', 'returned a Promise. Interceptors are synchronous, as in Java'],
    [5, 'IllegalArgumentException', 'returned 5, which is not a record: send(record): expected a record such as'],
    [
      { topic: 5 },
      'IllegalArgumentException',
      'an object with topic, which is not a record: Topic must be a string, but is 5.',
    ],
    [
      { topic: 't', timestamp: 5 },
      'IllegalArgumentException',
      "there is no field 'timestamp'. Did you mean 'timestampMs'?",
    ],
    [{ topic: 't', timestampMs: 1.5 }, 'IllegalArgumentException', 'Invalid timestamp: 1.5.'],
  ])('that return %j make send() throw, and are all notified', (returned, name, message) => {
    const notified: string[] = [];
    const { all, log } = chain(returning(returned), {
      onAcknowledgement: (metadata, error) => notified.push(`${metadata.topic()} ${error?.name}`),
    });
    const error = { name, message: expect.stringContaining(message) as string };
    expect(() => all.onSend(new ProducerRecord<string, string>('t', 'v'))).toThrow(expect.objectContaining(error));
    expect(notified).toEqual([`t ${name}`]);
    expect(log).toEqual([]);
  });

  it.each([null, undefined])('that return %s let the next one get null, whose record is sent', (nothing) => {
    const seen: unknown[] = [];
    const { all } = chain(returning(nothing), {
      onSend: (record) => {
        seen.push(record);
        return new ProducerRecord<string, string>('t', 'new');
      },
    });
    expect(all.onSend(new ProducerRecord<string, string>('t', 'v'))?.value).toBe('new');
    expect(seen).toEqual([null]);
  });

  it('that throw on null are logged as usual, and null goes on', () => {
    const touching: ProducerInterceptor<string, string> = { onSend: ({ topic }) => new ProducerRecord(topic, 'v') };
    const { all, log } = chain(returning(null), touching);
    expect(all.onSend(new ProducerRecord<string, string>('t', 0, 'k', 'v'))).toBeNull();
    expect(all.onSend(null)).toBeNull();
    expect(log).toEqual([
      'Error executing interceptor onSend callback for topic: t, partition: 0',
      'Error executing interceptor onSend callback',
    ]);
    expect(all.missingRecord()).toMatchObject({
      name: 'NullPointerException',
      message: 'onSend() of the interceptor Object returned null. Return the record that is to be sent, changed or not',
    });
  });
});
