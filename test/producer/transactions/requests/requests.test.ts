/**
 * Covers: src/producer/transactions/requests/, src/producer/sender/transactional-turn.ts,
 * src/producer/sender/coordinator-lookup.ts
 *
 * What each response of a coordinator means for the calls that wait, and for the state of the producer.
 */
import { describe, expect, it } from 'vitest';
import type { ErrorName } from '../../../../src/protocol/errors/errors.ts';
import type { ApiName } from '../../../../src/protocol/messages.ts';
import { TransactionalOnScript, type TransactionalScript } from '../transactional-on-script.ts';

const FENCED =
  'ProducerFencedException: There is a newer producer with the same transactionalId which fences the current one.';
const UNAUTHORIZED = 'TransactionalIdAuthorizationException: Transactional Id authorization failed.';
const IN_ERROR = 'KafkaException: Cannot execute transactional method because we are in an error state';

interface Case {
  readonly api: ApiName;
  readonly error: ErrorName;
  /** The outcome of the call that waits for the answer. */
  readonly says: string;
  /** The state that follows; undefined if the request is retried. */
  readonly state?: 'ABORTABLE_ERROR' | 'FATAL_ERROR' | 'UNINITIALIZED';
}

function refused(api: ApiName, error: ErrorName): TransactionalScript {
  return { refusals: { [api]: { 1: error } } };
}

describe('initTransactions()', () => {
  const cases: readonly Case[] = [
    { api: 'FindCoordinator', error: 'COORDINATOR_NOT_AVAILABLE', says: 'done' },
    {
      api: 'FindCoordinator',
      error: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
      says: UNAUTHORIZED,
      state: 'FATAL_ERROR',
    },
    {
      api: 'FindCoordinator',
      error: 'INVALID_REQUEST',
      says: 'KafkaException: Could not find a coordinator with type TRANSACTION with key tx1 due to unexpected error: null',
      state: 'FATAL_ERROR',
    },
    { api: 'InitProducerId', error: 'CONCURRENT_TRANSACTIONS', says: 'done' },
    { api: 'InitProducerId', error: 'NOT_COORDINATOR', says: 'done' },
    { api: 'InitProducerId', error: 'INVALID_PRODUCER_EPOCH', says: FENCED, state: 'FATAL_ERROR' },
    { api: 'InitProducerId', error: 'PRODUCER_FENCED', says: FENCED, state: 'FATAL_ERROR' },
    {
      api: 'InitProducerId',
      error: 'INVALID_TRANSACTION_TIMEOUT',
      says: 'KafkaException: Unexpected error in InitProducerIdResponse; The transaction timeout is larger than the maximum value allowed by the broker (as configured by transaction.max.timeout.ms).',
      state: 'FATAL_ERROR',
    },
    {
      api: 'InitProducerId',
      error: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
      says: UNAUTHORIZED,
      state: 'UNINITIALIZED',
    },
    {
      api: 'InitProducerId',
      error: 'CLUSTER_AUTHORIZATION_FAILED',
      says: 'ClusterAuthorizationException: Cluster authorization failed.',
      state: 'UNINITIALIZED',
    },
  ];

  it.each(cases)('after $error from $api: $says', async ({ api, error, says, state = 'READY' }) => {
    const running = new TransactionalOnScript(refused(api, error));
    await running.init().until(1000);
    expect(running.calls).toEqual([`init -> ${says}`]);
    expect(running.states.at(-1)).toBe(state);
  });

  it('can be called again after an authorization error', async () => {
    const running = new TransactionalOnScript(refused('InitProducerId', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'));
    await running.init().until(500);
    await running.init().until(1000);
    expect(running.calls.at(-1)).toBe('init -> done');
  });

  it('looks for another coordinator if the first one no longer is', async () => {
    const running = new TransactionalOnScript(refused('InitProducerId', 'NOT_COORDINATOR'));
    await running.init().until(1000);
    const find = 'FindCoordinator transaction tx1';
    const init = 'InitProducerId from -1/-1';
    expect(running.requests).toEqual([`0 ${find}`, `100 ${init}`, `100 ${find}`, `200 ${init}`]);
  });
});

describe('A transaction', () => {
  const sending: readonly Case[] = [
    { api: 'AddPartitionsToTxn', error: 'CONCURRENT_TRANSACTIONS', says: 'done' },
    { api: 'AddPartitionsToTxn', error: 'NOT_COORDINATOR', says: 'done' },
    { api: 'AddPartitionsToTxn', error: 'COORDINATOR_LOAD_IN_PROGRESS', says: 'done' },
    { api: 'AddPartitionsToTxn', error: 'INVALID_PRODUCER_EPOCH', says: FENCED, state: 'FATAL_ERROR' },
    {
      api: 'AddPartitionsToTxn',
      error: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
      says: UNAUTHORIZED,
      state: 'FATAL_ERROR',
    },
    {
      api: 'AddPartitionsToTxn',
      error: 'INVALID_TXN_STATE',
      says: 'InvalidTxnStateException: The producer attempted a transactional operation in an invalid state.',
      state: 'FATAL_ERROR',
    },
    {
      api: 'AddPartitionsToTxn',
      error: 'TOPIC_AUTHORIZATION_FAILED',
      says: 'TopicAuthorizationException: Not authorized to access topics: [t]',
      state: 'ABORTABLE_ERROR',
    },
    {
      api: 'AddPartitionsToTxn',
      error: 'INVALID_PRODUCER_ID_MAPPING',
      says: 'InvalidPidMappingException: The producer attempted to use a producer id which is not currently assigned to its transactional id.',
      state: 'ABORTABLE_ERROR',
    },
    {
      api: 'AddPartitionsToTxn',
      error: 'OPERATION_NOT_ATTEMPTED',
      says: 'KafkaException: Could not add partitions to transaction due to errors: {t-0=OPERATION_NOT_ATTEMPTED}',
      state: 'ABORTABLE_ERROR',
    },
    {
      api: 'AddPartitionsToTxn',
      error: 'INVALID_TOPIC_EXCEPTION',
      says: 'KafkaException: Could not add partitions to transaction due to errors: {t-0=INVALID_TOPIC_EXCEPTION}',
      state: 'ABORTABLE_ERROR',
    },
    { api: 'EndTxn', error: 'COORDINATOR_NOT_AVAILABLE', says: 'done' },
    { api: 'EndTxn', error: 'CONCURRENT_TRANSACTIONS', says: 'done' },
    { api: 'EndTxn', error: 'PRODUCER_FENCED', says: FENCED, state: 'FATAL_ERROR' },
    { api: 'EndTxn', error: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED', says: UNAUTHORIZED, state: 'FATAL_ERROR' },
    {
      api: 'EndTxn',
      error: 'UNKNOWN_PRODUCER_ID',
      says: "UnknownProducerIdException: This exception is raised by the broker if it could not locate the producer metadata associated with the producerId in question. This could happen if, for instance, the producer's records were deleted because their retention time had elapsed. Once the last records of the producerId are removed, the producer's metadata is removed from the broker, and future appends by the producer will return this exception.",
      state: 'ABORTABLE_ERROR',
    },
    {
      api: 'EndTxn',
      error: 'INVALID_REQUEST',
      says: 'KafkaException: Unhandled error in EndTxnResponse: This most likely occurs because of a request being malformed by the client library or the message was sent to an incompatible broker. See the broker logs for more details.',
      state: 'FATAL_ERROR',
    },
  ];

  it.each(sending)('when $api is answered with $error: $says', async ({ api, error, says, state = 'READY' }) => {
    const running = await new TransactionalOnScript(refused(api, error)).inTransaction();
    running.send('a');
    await running.commit().until(1000);
    expect(running.calls).toEqual([`commit -> ${says}`]);
    expect(running.states.at(-1)).toBe(state);
    const isSent = running.sent.length === 1;
    expect(isSent).toBe(state === 'READY' || api === 'EndTxn');
  });

  it('with a refused partition can be aborted, and the next one can have that partition', async () => {
    const running = await new TransactionalOnScript(
      refused('AddPartitionsToTxn', 'TOPIC_AUTHORIZATION_FAILED'),
    ).inTransaction();
    running.send('a');
    await running.until(250);
    await running.abort().until(300);
    await running.begin().until(300);
    running.send('b');
    await running.commit().until(400);
    expect(running.calls).toEqual(['abort -> done', 'begin -> done', 'commit -> done']);
    expect(running.outcomes[0]).toBe('200 a -> TopicAuthorizationException: Not authorized to access topics: [t]');
    expect(running.requests.map((line) => line.split(' ')[1])).toEqual([
      'AddPartitionsToTxn',
      'AddPartitionsToTxn',
      'EndTxn',
    ]);
  });

  it('whose producer id the coordinator has lost is fatal if the coordinator cannot raise epochs', async () => {
    const running = await new TransactionalOnScript({
      ...refused('EndTxn', 'INVALID_PRODUCER_ID_MAPPING'),
      versions: { InitProducerId: 2 },
    }).inTransaction();
    running.send('a');
    await running.commit().until(300);
    expect(running.states.at(-1)).toBe('FATAL_ERROR');
    await running.abort().until(400);
    expect(running.calls.at(-1)).toBe(`abort -> ${IN_ERROR}`);
  });

  it('whose coordinator disconnects before its response is ended by another request', async () => {
    let isFirst = true;
    const running = await new TransactionalOnScript({
      other: ({ api }) => {
        if (api !== 'EndTxn' || !isFirst) return undefined;
        isFirst = false;
        return { disconnectAfterMs: 5 };
      },
    }).inTransaction();
    running.send('a');
    await running.commit().until(1000);
    expect(running.calls).toEqual(['commit -> done']);
    expect(running.requests.map((line) => line.split(' ')[1]).filter((api) => api === 'EndTxn')).toHaveLength(2);
  });
});

describe('sendOffsetsToTransaction()', () => {
  const cases: readonly Case[] = [
    { api: 'AddOffsetsToTxn', error: 'NOT_COORDINATOR', says: 'done' },
    { api: 'AddOffsetsToTxn', error: 'CONCURRENT_TRANSACTIONS', says: 'done' },
    { api: 'AddOffsetsToTxn', error: 'PRODUCER_FENCED', says: FENCED, state: 'FATAL_ERROR' },
    {
      api: 'AddOffsetsToTxn',
      error: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
      says: UNAUTHORIZED,
      state: 'FATAL_ERROR',
    },
    {
      api: 'AddOffsetsToTxn',
      error: 'GROUP_AUTHORIZATION_FAILED',
      says: 'GroupAuthorizationException: Not authorized to access group: g',
      state: 'ABORTABLE_ERROR',
    },
    {
      api: 'AddOffsetsToTxn',
      error: 'INVALID_PRODUCER_ID_MAPPING',
      says: 'InvalidPidMappingException: The producer attempted to use a producer id which is not currently assigned to its transactional id.',
      state: 'ABORTABLE_ERROR',
    },
    {
      api: 'AddOffsetsToTxn',
      error: 'INVALID_GROUP_ID',
      says: 'KafkaException: Unexpected error in AddOffsetsToTxnResponse: The configured groupId is invalid.',
      state: 'FATAL_ERROR',
    },
    { api: 'TxnOffsetCommit', error: 'NOT_COORDINATOR', says: 'done' },
    { api: 'TxnOffsetCommit', error: 'REQUEST_TIMED_OUT', says: 'done' },
    { api: 'TxnOffsetCommit', error: 'COORDINATOR_LOAD_IN_PROGRESS', says: 'done' },
    { api: 'TxnOffsetCommit', error: 'UNKNOWN_TOPIC_OR_PARTITION', says: 'done' },
    { api: 'TxnOffsetCommit', error: 'INVALID_PRODUCER_EPOCH', says: FENCED, state: 'FATAL_ERROR' },
    {
      api: 'TxnOffsetCommit',
      error: 'UNSUPPORTED_FOR_MESSAGE_FORMAT',
      says: 'UnsupportedForMessageFormatException: The message format version on the broker does not support the request.',
      state: 'FATAL_ERROR',
    },
    {
      api: 'TxnOffsetCommit',
      error: 'GROUP_AUTHORIZATION_FAILED',
      says: 'GroupAuthorizationException: Not authorized to access group: g',
      state: 'ABORTABLE_ERROR',
    },
    {
      api: 'TxnOffsetCommit',
      error: 'UNKNOWN_MEMBER_ID',
      says: 'CommitFailedException: Transaction offset Commit failed due to consumer group metadata mismatch: The coordinator is not aware of this member.',
      state: 'ABORTABLE_ERROR',
    },
    {
      api: 'TxnOffsetCommit',
      error: 'FENCED_INSTANCE_ID',
      says: 'FencedInstanceIdException: The broker rejected this static consumer since another consumer with the same group.instance.id has registered with a different member.id.',
      state: 'ABORTABLE_ERROR',
    },
    {
      api: 'TxnOffsetCommit',
      error: 'OFFSET_METADATA_TOO_LARGE',
      says: 'KafkaException: Unexpected error in TxnOffsetCommitResponse: The metadata field of the offset request was too large.',
      state: 'FATAL_ERROR',
    },
  ];

  it.each(cases)('after $error from $api: $says', async ({ api, error, says, state }) => {
    const running = await new TransactionalOnScript(refused(api, error)).inTransaction();
    await running.sendOffsets().until(1000);
    expect(running.calls).toEqual([`sendOffsets -> ${says}`]);
    expect(running.states.at(-1)).toBe(state);
  });

  it('sends the consumer’s membership, so that a consumer that was replaced is refused', async () => {
    const running = await new TransactionalOnScript({ versions: { TxnOffsetCommit: 2 } }).inTransaction();
    await running.sendOffsets({ groupId: 'g', generationId: 3, memberId: 'm' }).until(1000);
    expect(running.calls).toEqual([
      "sendOffsets -> UnsupportedVersionException: Broker doesn't support group metadata commit API on version 2, minimum supported request version is 3 which requires brokers to be on version 2.5 or above.",
    ]);
    expect(running.states).toEqual(['FATAL_ERROR']);
  });

  it('works with an old broker if only the group’s id is given', async () => {
    const running = await new TransactionalOnScript({ versions: { TxnOffsetCommit: 2 } }).inTransaction();
    await running.sendOffsets().until(1000);
    expect(running.calls).toEqual(['sendOffsets -> done']);
  });
});

describe('A transaction.timeout.ms that is not positive', () => {
  it.each([0, -1])(
    '(%i) is found out when the request is written, which is then lost, as in Java',
    async (timeoutMs) => {
      const config = { 'transaction.timeout.ms': timeoutMs, 'max.block.ms': 5000 };
      const running = new TransactionalOnScript({ config });
      await running.init().until(6000);
      await running.init().until(12_000);
      running.begin();
      const timeout = 'init -> TimeoutException: Timeout expired after 5000ms while awaiting InitProducerId';
      expect(running.calls).toEqual([
        timeout,
        timeout,
        'begin -> IllegalStateException: Cannot attempt operation `beginTransaction` because the previous call to `initTransactions` timed out and must be retried',
      ]);
      expect(running.requests).toEqual([expect.stringContaining('FindCoordinator transaction tx1')]);
      const errors = running.clientHost.logs.filter(({ level }) => level === 'ERROR');
      expect(errors.map(({ message, error }) => [message.replace(/^\[.*?\] /, ''), error?.message])).toEqual([
        ['Uncaught error in kafka producer I/O thread: ', `transaction timeout value is not positive: ${timeoutMs}`],
      ]);
    },
  );
});

describe('A broker without transactions', () => {
  it('is not asked for a coordinator', async () => {
    const running = new TransactionalOnScript({ versions: { FindCoordinator: 0 } });
    await running.init().until(1000);
    expect(running.calls).toEqual([
      'init -> UnsupportedVersionException: Cannot create a v0 FindCoordinator request because we require features supported only in 2 or later.',
    ]);
    expect(running.requests).toEqual([]);
  });
});
