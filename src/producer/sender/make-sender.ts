/**
 * Puts the sender together: what drains batches, what sends them, what their answers lead to, and who has the turn.
 *
 * Owns: which of the producer's settings goes where.
 */
import { Drainer } from '../accumulator/drain.ts';
import { NodeLatencies } from '../accumulator/node-latencies.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerConfig } from '../config/producer-config.ts';
import type { ProducerEvents } from '../events.ts';
import type { ClientLogger } from '../logging.ts';
import type { ProducerMetadata } from '../metadata/producer-metadata.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { NetworkClient } from '../network/network-client.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import type { World } from '../world.ts';
import { Completion } from './completion.ts';
import { ProduceRequests } from './produce-requests.ts';
import { Sender } from './sender.ts';
import { TransactionalTurn } from './transactional-turn.ts';

export interface SenderParts {
  readonly world: World;
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
  const { world, metadata, accumulator, client, manager, events, metrics, logger, setSleeping } = parts;
  const { clientId, acks, retries, retryBackoffMs, lingerMs, requestTimeoutMs, deliveryTimeoutMs, transactionalId } =
    config;
  const idempotence = manager?.idempotence ?? null;
  const latencies = new NodeLatencies(config.partitionerAvailabilityTimeoutMs);
  const readiness = {
    lingerMs,
    retryBackoffMs,
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
    retries,
    retryBackoffMs,
    deliveryTimeoutMs,
    guaranteesOrder,
  });
  const drainer = new Drainer({
    maxSize: config.maxRequestSize,
    retryBackoffMs,
    idempotence,
    queueOf: (topic, partition) => accumulator.queueOf(topic, partition),
  });
  const produce = new ProduceRequests({
    world,
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
          world,
          client,
          metadata,
          manager,
          events,
          requestTimeoutMs,
          retryBackoffMs,
          setSleeping,
        });
  return new Sender({
    world,
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
    retryBackoffMs,
    guaranteesOrder,
  });
}
