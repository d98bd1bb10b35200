import { describe, expect, it } from 'vitest';
import { describeException } from '../../../src/client/host/logging.ts';
import { batchException, describeError, rowErrors, unanswered } from '../../../src/producer/sender/produce-outcome.ts';
import type { ErrorName } from '../../../src/protocol/errors/errors.ts';
import { InvalidRecordException } from '../../../src/protocol/errors/exceptions.ts';
import type { ProducePartitionResponse } from '../../../src/protocol/messages.ts';
import { refusal, describeError as shown } from '../producer-on-script.ts';

const place = { topic: 't', partition: 0 };

function errorsOf(response: ProducePartitionResponse, rows: readonly number[]): string[] {
  const errors = rowErrors(response, batchException(response));
  return rows.map((row) => shown((typeof errors === 'function' ? errors(row) : errors) as Error));
}

describe('The exception of a refused batch', () => {
  it('has the broker’s message, or else that of the error', () => {
    const refused = (message: string | null): string =>
      shown(batchException(refusal(place, 'RECORD_LIST_TOO_LARGE', { errorMessage: message })));
    expect(refused('ten are too many')).toBe('RecordBatchTooLargeException: ten are too many');
    expect(refused(null)).toMatch(/^RecordBatchTooLargeException: The request included message batch larger/);
  });

  it.each([
    ['TOPIC_AUTHORIZATION_FAILED', 'TopicAuthorizationException: Not authorized to access topics: [t]'],
    [
      'CLUSTER_AUTHORIZATION_FAILED',
      'ClusterAuthorizationException: The producer is not authorized to do idempotent sends',
    ],
  ] as const)('has a message of the client for %s, whatever the broker’s message', (error, text) => {
    expect(shown(batchException(refusal(place, error, { errorMessage: 'no' })))).toBe(text);
  });
});

describe('The exception of each record', () => {
  const innocent =
    'KafkaException: Failed to append record because it was part of a batch which had one more more invalid records';

  it('is that of the batch, if the broker named no invalid record', () => {
    const whole = new InvalidRecordException('whole');
    expect(rowErrors(refusal(place, 'INVALID_RECORD'), whole)).toBe(whole);
  });

  it('is the error of the batch with its own message, if one record is invalid', () => {
    const response = refusal(place, 'INVALID_TIMESTAMP', { recordErrors: [{ batchIndex: 1, message: 'too old' }] });
    expect(errorsOf(response, [0, 1])).toEqual([innocent, 'InvalidTimestampException: too old']);
  });

  it('is InvalidRecordException, if several records are invalid', () => {
    const recordErrors = [
      { batchIndex: 0, message: 'first' },
      { batchIndex: 2, message: null },
    ];
    const response = refusal(place, 'INVALID_TIMESTAMP', { recordErrors, errorMessage: 'some are bad' });
    expect(errorsOf(response, [0, 1, 2])).toEqual([
      'InvalidRecordException: first',
      innocent,
      'InvalidRecordException: some are bad',
    ]);
  });

  it('has the message of the error, if the broker sent none', () => {
    const response = refusal(place, 'INVALID_TIMESTAMP', { recordErrors: [{ batchIndex: 0, message: null }] });
    expect(errorsOf(response, [0])).toEqual([
      'InvalidTimestampException: The timestamp of the message is out of acceptable range.',
    ]);
  });
});

describe('An empty message of a broker', () => {
  it('is the exception’s message: it stays empty', () => {
    const thrown = batchException(refusal(place, 'INVALID_PRODUCER_EPOCH', { errorMessage: '' }));
    expect(thrown.message).toBe('');
    expect(describeException(thrown)).toBe('org.apache.kafka.common.errors.InvalidProducerEpochException: ');
  });
});

describe('A log line about a refused batch', () => {
  it.each([
    [null, 'NETWORK_EXCEPTION'],
    ['', 'NETWORK_EXCEPTION'],
    ['gone', 'NETWORK_EXCEPTION. Error Message: gone'],
  ])('with the message %j reads %s', (message, text) => {
    expect(describeError(refusal(place, 'NETWORK_EXCEPTION', { errorMessage: message }))).toBe(text);
  });
});

describe('A request without a response', () => {
  it.each(['REQUEST_TIMED_OUT', 'NONE'] as const)('stands for %s at an unknown offset', (error: ErrorName) => {
    expect(unanswered(place, error, null)).toEqual(refusal(place, error));
  });
});
