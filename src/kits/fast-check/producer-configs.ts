/**
 * Random producer configurations, all of which Kafka accepts.
 */
import fc from 'fast-check';
import type { ProducerConfigInput } from '../../index.ts';

/** Configurations of acks, idempotence, timeouts, batching and compression. Shrinks to Kafka's defaults. */
export function producerConfig(): fc.Arbitrary<ProducerConfigInput> {
  return fc
    .tuple(fc.option(timing, orDefaults), fc.option(batching, orDefaults), acknowledgement)
    .map(([times, sizes, acks]) => ({ ...times, ...sizes, ...acks }));
}

const orDefaults = { nil: {} };

const acknowledgement: fc.Arbitrary<ProducerConfigInput> = fc.oneof(
  { withCrossShrink: true },
  fc.constant({}),
  fc.record({
    'enable.idempotence': fc.constant(true),
    'max.in.flight.requests.per.connection': fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({
    'enable.idempotence': fc.constant(false),
    acks: fc.constantFrom('all' as const, '1' as const, '0' as const),
    'max.in.flight.requests.per.connection': fc.integer({ min: 1, max: 5 }),
  }),
);

const timing: fc.Arbitrary<ProducerConfigInput> = fc
  .record({
    lingerMs: fc.integer({ min: 0, max: 100 }),
    requestMs: fc.integer({ min: 100, max: 5_000 }),
    extraMs: fc.integer({ min: 0, max: 20_000 }),
    backoffMs: fc.integer({ min: 1, max: 500 }),
  })
  .map(({ lingerMs, requestMs, extraMs, backoffMs }) => ({
    'linger.ms': lingerMs,
    'request.timeout.ms': requestMs,
    'delivery.timeout.ms': lingerMs + requestMs + extraMs,
    'retry.backoff.ms': backoffMs,
  }));

const batching: fc.Arbitrary<ProducerConfigInput> = fc.record({
  'batch.size': fc.oneof(fc.constant(16_384), fc.integer({ min: 0, max: 400 })),
  'compression.type': fc.constantFrom('none' as const, 'gzip' as const),
});
