/**
 * Builds the sender: what drains batches, what sends them, and what handles their responses.
 */

import { retryBackoffOf } from '../../client/backoff/retry-backoff.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import { Drainer } from '../accumulator/drain.ts';
import { NodeLatencies } from '../accumulator/node-latencies.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import { EXPLICIT_PROTOCOL } from '../transactions/requests/transaction-protocol.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import { Completion } from './completion.ts';
import { ProduceRequests } from './produce-requests.ts';
import { ProduceTurn } from './produce-turn.ts';
import { Sender } from './sender.ts';
import { TransactionalTurn } from './transactional-turn.ts';

export interface SenderSurroundings {
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly client: NetworkClient;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
}

export function makeSender(context: ProducerContext, surroundings: SenderSurroundings): Sender {
  const { metadata, accumulator, client, manager } = surroundings;
  const { config } = context;
  const idempotence = manager?.idempotence ?? null;
  const guaranteesOrder = config.maxInFlightRequestsPerConnection === 1;
  const retryBackoff = retryBackoffOf(config, context.clientHost);
  const readiness = {
    lingerMs: config.lingerMs,
    retryBackoff,
    onlyNewerLeaders: config.version.policies.leaderChange === 'newer epoch',
    isAdaptive: config.partitionerAdaptivePartitioningEnable,
    latencies: new NodeLatencies(config.partitionerAvailabilityTimeoutMs),
  };
  const completion = new Completion(context, { accumulator, metadata, idempotence, retryBackoff, guaranteesOrder });
  const drainer = new Drainer(context, { accumulator, metadata, readiness, idempotence });
  const produce = new ProduceRequests(context, {
    client,
    metadata,
    accumulator,
    readiness,
    completion,
    transactionProtocol: manager?.protocol ?? EXPLICIT_PROTOCOL,
  });
  const parts = { client, metadata, accumulator, drainer, readiness, completion, produce, manager, guaranteesOrder };
  return new Sender(context, {
    client,
    accumulator,
    manager,
    produceTurn: new ProduceTurn(context, parts),
    transactionalTurn: manager === null ? null : new TransactionalTurn(context, { client, metadata, manager }),
  });
}
