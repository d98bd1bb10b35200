/**
 * Covers: src/producer/transactions/requests/error-reactions.ts, and the reactions of all requests in that folder
 *
 * The reaction of every transactional request to every error: a retry, the end of the transaction, or that of the producer.
 */
import { describe, expect, it } from 'vitest';
import type { ClientHost } from '../../../../src/client/host/client-host.ts';
import { ClientLogger } from '../../../../src/client/host/logging.ts';
import { V3_6_1 } from '../../../../src/client/versions/v3_6_1.ts';
import { ProducerIdentity } from '../../../../src/producer/idempotence/producer-id.ts';
import { Coordinators } from '../../../../src/producer/transaction-state/coordinators.ts';
import { Lifecycle } from '../../../../src/producer/transaction-state/lifecycle.ts';
import { OngoingTransaction } from '../../../../src/producer/transaction-state/ongoing-transaction.ts';
import { AddOffsets } from '../../../../src/producer/transactions/requests/add-offsets.ts';
import { AddPartitions } from '../../../../src/producer/transactions/requests/add-partitions.ts';
import { CommitOffsets } from '../../../../src/producer/transactions/requests/commit-offsets.ts';
import { EndTransaction } from '../../../../src/producer/transactions/requests/end-transaction.ts';
import { FindCoordinator } from '../../../../src/producer/transactions/requests/find-coordinator.ts';
import { InitProducerId } from '../../../../src/producer/transactions/requests/init-producer-id.ts';
import { EXPLICIT_PROTOCOL } from '../../../../src/producer/transactions/requests/transaction-protocol.ts';
import type {
  RequestContext,
  TransactionalRequest,
} from '../../../../src/producer/transactions/requests/transactional-request.ts';
import { TransactionalResult } from '../../../../src/producer/transactions/requests/transactional-result.ts';
import { ERRORS, type ErrorName } from '../../../../src/protocol/errors/errors.ts';
import { apiOf } from '../../../../src/protocol/messages.ts';

type Outcome = 'retry' | 'retry elsewhere' | 'abortable' | 'fatal' | 'no outcome';

const place = { topic: 't', partition: 0 };
const group = { groupId: 'g', generationId: -1, memberId: '', groupInstanceId: null };
const offsets = [{ ...place, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: '' }];

const requests: Readonly<Record<string, (context: RequestContext) => TransactionalRequest>> = {
  FindCoordinator: (context) => new FindCoordinator(context, 'transaction', 'tx'),
  InitProducerId: (context) => {
    const content = { transactionalId: 'tx', transactionTimeoutMs: 1, producerId: -1, producerEpoch: -1 };
    return new InitProducerId(context, content, false);
  },
  AddPartitionsToTxn: (context) => new AddPartitions(context, 'tx', [place]),
  AddOffsetsToTxn: (context) => new AddOffsets(context, 'tx', offsets, group),
  TxnOffsetCommit: (context) =>
    new CommitOffsets(context, new TransactionalResult('AddOffsetsToTxn'), 'tx', offsets, group),
  EndTxn: (context) => new EndTransaction(context, 'tx', true, () => {}),
};

/** TransactionManager's handlers, 3.6.1. An error that is not listed is retried if it is retriable; else `otherwise` applies. */
const special: Readonly<Record<string, { readonly otherwise: Outcome } & { readonly [E in ErrorName]?: Outcome }>> = {
  FindCoordinator: { otherwise: 'fatal', GROUP_AUTHORIZATION_FAILED: 'abortable' },
  InitProducerId: {
    otherwise: 'fatal',
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'abortable',
    CLUSTER_AUTHORIZATION_FAILED: 'abortable',
    NOT_COORDINATOR: 'retry elsewhere',
    COORDINATOR_NOT_AVAILABLE: 'retry elsewhere',
  },
  AddPartitionsToTxn: {
    otherwise: 'abortable',
    NOT_COORDINATOR: 'retry elsewhere',
    COORDINATOR_NOT_AVAILABLE: 'retry elsewhere',
    INVALID_PRODUCER_EPOCH: 'fatal',
    PRODUCER_FENCED: 'fatal',
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
    INVALID_TXN_STATE: 'fatal',
  },
  AddOffsetsToTxn: {
    otherwise: 'fatal',
    NOT_COORDINATOR: 'retry elsewhere',
    COORDINATOR_NOT_AVAILABLE: 'retry elsewhere',
    UNKNOWN_PRODUCER_ID: 'abortable',
    INVALID_PRODUCER_ID_MAPPING: 'abortable',
    GROUP_AUTHORIZATION_FAILED: 'abortable',
  },
  EndTxn: {
    otherwise: 'fatal',
    NOT_COORDINATOR: 'retry elsewhere',
    COORDINATOR_NOT_AVAILABLE: 'retry elsewhere',
    UNKNOWN_PRODUCER_ID: 'abortable',
    INVALID_PRODUCER_ID_MAPPING: 'abortable',
  },
  TxnOffsetCommit: {
    otherwise: 'fatal',
    NOT_COORDINATOR: 'retry elsewhere',
    COORDINATOR_NOT_AVAILABLE: 'retry elsewhere',
    REQUEST_TIMED_OUT: 'retry elsewhere',
    UNKNOWN_TOPIC_OR_PARTITION: 'retry',
    COORDINATOR_LOAD_IN_PROGRESS: 'retry',
    GROUP_AUTHORIZATION_FAILED: 'abortable',
    FENCED_INSTANCE_ID: 'abortable',
    UNKNOWN_MEMBER_ID: 'abortable',
    ILLEGAL_GENERATION: 'abortable',
  },
};

function expected(api: string, error: ErrorName): Outcome {
  const own = special[api]!;
  const named = own[error];
  if (named !== undefined) return named;
  // Offsets are retried after a few errors only, whether they are retriable or not.
  return ERRORS[error].retriable && api !== 'TxnOffsetCommit' ? 'retry' : own.otherwise;
}

function outcomeOf(api: string, error: ErrorName): Outcome {
  const logger = new ClientLogger(
    { now: () => 0, log: () => {} } as Partial<ClientHost> as ClientHost,
    'test',
    '',
    'main',
  );
  const lifecycle = new Lifecycle({
    transactionalId: 'tx',
    policies: V3_6_1.policies,
    logger,
    isIoThread: () => false,
    onTransition: () => {},
    onFatalError: () => {},
  });
  lifecycle.moveTo('INITIALIZING');
  if (api !== 'InitProducerId') {
    lifecycle.moveTo('READY');
    lifecycle.moveTo('IN_TRANSACTION');
  }
  const queued: TransactionalRequest[] = [];
  let lookUps = 0;
  const request = requests[api]!({
    texts: V3_6_1.texts,
    policies: V3_6_1.policies,
    protocol: EXPLICIT_PROTOCOL,
    transactionalId: 'tx',
    retryBackoffMs: 100,
    logger,
    lifecycle,
    identity: new ProducerIdentity(logger, V3_6_1.texts),
    coordinators: new Coordinators(),
    transaction: new OngoingTransaction(),
    canHandleAbortableError: () => true,
    bumpsEpochItself: () => true,
    enqueue: (one) => void queued.push(one),
    lookUpCoordinator: () => void lookUps++,
    forgetSequences: () => {},
  });
  const response = apiOf(request.request).refuse(request.request, error);
  request.complete({ disconnected: false, versionMismatch: null, response } as Parameters<typeof request.complete>[0]);
  if (queued.includes(request)) return lookUps > 0 ? 'retry elsewhere' : 'retry';
  if (request.result.error === null) return 'no outcome';
  return lifecycle.hasFatalError ? 'fatal' : lifecycle.hasAbortableError ? 'abortable' : 'no outcome';
}

const errors = (Object.keys(ERRORS) as ErrorName[]).filter((name) => name !== 'NONE');

describe.each(Object.keys(requests))('%s', (api) => {
  it.each(errors)('answered with %s', (error) => {
    expect(outcomeOf(api, error)).toBe(expected(api, error));
  });
});
