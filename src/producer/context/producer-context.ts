/**
 * What the parts of one producer have in common: the host it runs on, its configuration, and where it reports.
 */
import type { ClientHost } from '../../client/host/client-host.ts';
import type { ProducerConfig } from '../config/producer-config.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { CallbackStops } from './callback-stops.ts';
import type { ProducerLoggers } from './producer-loggers.ts';

export interface ProducerContext {
  readonly clientHost: ClientHost;
  readonly config: ProducerConfig;
  readonly metrics: ProducerMetrics;
  readonly events: ProducerEvents;
  readonly loggers: ProducerLoggers;
  readonly stops: CallbackStops;
}

const PARTITION_DRAW_BOUND = 2 ** 31;

/** The random numbers of the partitioners: whole numbers from 0 to 2^31 - 1. */
export function partitionDraws(clientHost: ClientHost): () => number {
  return () => clientHost.nextInt(PARTITION_DRAW_BOUND, 'partition');
}
