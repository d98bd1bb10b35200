/**
 * Puts the sender together: what drains batches, what sends them, what their answers lead to, and who has the turn.
 *
 * Owns: which of the producer's settings goes where.
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { ClientLogger } from '../../client/host/logging.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import { Drainer } from '../accumulator/drain.ts';
import { NodeLatencies } from '../accumulator/node-latencies.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import { RETRY_BACKOFFS } from '../accumulator/retry-backoff.ts';
import type { ProducerConfig } from '../config/producer-config.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import { Completion } from './completion.ts';
import { COORDINATOR_LOOKUP_PAUSES } from './coordinator-lookup.ts';
import { ProduceRequests } from './produce-requests.ts';
import { Sender } from './sender.ts';
import { TransactionalTurn } from './transactional-turn.ts';

export interface SenderParts {
  readonly clientHost: ClientHost;
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly client: NetworkClient;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
  readonly events: ProducerEvents;
  readonly metrics: ProducerMetrics;
  readonly logger: ClientLogger;
  /** Says that the I/O thread sleeps: nothing may cut the wait short. */
  readonly setSleeping: (isSleeping: boolean) => void;
}

export function makeSender(config: ProducerConfig, parts: SenderParts): Sender {
  const { clientHost, metadata, accumulator, client, manager, events, metrics, logger, setSleeping } = parts;
  const {
    version,
    clientId,
    acks,
    retries,
    retryBackoffMs,
    lingerMs,
    requestTimeoutMs,
    deliveryTimeoutMs,
    transactionalId,
  } = config;
  const idempotence = manager?.idempotence ?? null;
  const latencies = new NodeLatencies(config.partitionerAvailabilityTimeoutMs);
  const { policies } = version;
  const retryBackoff = RETRY_BACKOFFS[policies.retryBackoff](config);
  const readiness = {
    lingerMs,
    retryBackoff,
    isAdaptive: config.partitionerAdaptivePartitioningEnable,
    latencies,
  };
  const guaranteesOrder = config.maxInFlightRequestsPerConnection === 1;
  const completion = new Completion({
    accumulator,
    idempotence,
    metadata,
    metrics,
    events,
    logger,
    version,
    retries,
    retryBackoff,
    deliveryTimeoutMs,
    guaranteesOrder,
  });
  const drainer = new Drainer({
    maxSize: config.maxRequestSize,
    retryBackoff,
    idempotence,
    queueOf: (topic, partition) => accumulator.queueOf(topic, partition),
  });
  const produce = new ProduceRequests({
    clientHost,
    client,
    accumulator,
    readiness,
    completion,
    metrics,
    events,
    logger,
    clientId,
    acks,
    requestTimeoutMs,
    transactionalId,
  });
  const turn =
    manager === null
      ? null
      : new TransactionalTurn({
          clientHost,
          client,
          metadata,
          manager,
          events,
          requestTimeoutMs,
          retryBackoffMs,
          lookupPauseMs: COORDINATOR_LOOKUP_PAUSES[policies.coordinatorLookup](retryBackoffMs),
          setSleeping,
        });
  return new Sender({
    clientHost,
    client,
    metadata,
    accumulator,
    drainer,
    latencies,
    readiness,
    completion,
    manager,
    turn,
    metrics,
    logger,
    produce,
    version,
    retryBackoffMs,
    guaranteesOrder,
  });
}
