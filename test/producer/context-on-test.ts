/** A producer's context for tests of its parts: a scripted host, and a configuration that a test may override in part. */
import type { ClientHost } from '../../src/client/host/client-host.ts';
import { V3_6_1 } from '../../src/client/versions/v3_6_1.ts';
import type { ProducerConfig } from '../../src/producer/config/producer-config.ts';
import { CallbackStops } from '../../src/producer/context/callback-stops.ts';
import type { ProducerContext } from '../../src/producer/context/producer-context.ts';
import { ProducerLoggers } from '../../src/producer/context/producer-loggers.ts';
import { ProducerEvents } from '../../src/producer/events/producer-events.ts';
import { ProducerMetrics } from '../../src/producer/metrics/producer-metrics.ts';
import { ScriptedHost } from '../client/network/scripted-host.ts';

const DEFAULTS: Partial<ProducerConfig> = {
  version: V3_6_1,
  clientId: 'producer-1',
  logPrefix: '[Producer clientId=producer-1] ',
  batchSize: 16_384,
  bufferMemory: 33_554_432,
  compressionType: 'none',
  deliveryTimeoutMs: 120_000,
  maxRequestSize: 1_048_576,
  retryBackoffMs: 100,
};

export function contextOnTest(
  config: Partial<ProducerConfig> = {},
  clientHost: ClientHost = new ScriptedHost(),
): ProducerContext {
  const whole = { ...DEFAULTS, ...config } as ProducerConfig;
  const events = new ProducerEvents();
  return {
    clientHost,
    config: whole,
    metrics: new ProducerMetrics({ count: 2, lengthMs: 30_000 }, () => clientHost.now()),
    events,
    loggers: new ProducerLoggers(clientHost, whole),
    stops: new CallbackStops({ isIdle: true }, clientHost, events),
  };
}
