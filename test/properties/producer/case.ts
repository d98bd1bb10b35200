/**
 * A random case of `npm run fuzz`: the configuration of a producer, its program, and the faults. play.ts runs it, and judge.ts checks
 * the guarantees.
 */
import fc from 'fast-check';
import type { ErrorName } from '../../../src/errors.ts';
import type { ProducerConfigInput } from '../../../src/index.ts';

export const TOPIC = 'payments';
export const PARTITIONS = 3;
export const BROKERS = 3;

/** What a callback does when it is called. */
export type CallbackAction = 'nothing' | 'send' | 'throw' | 'close';

export type Step =
  | {
      readonly do: 'send';
      /** `null`: the partitioner chooses. */
      readonly partition: number | null;
      readonly key: string | null;
      readonly bytes: number;
      readonly count: number;
      readonly callback: CallbackAction;
      readonly next: 'continue' | 'await accepted' | 'await end';
    }
  | { readonly do: 'sleep'; readonly ms: number }
  | { readonly do: 'flush'; readonly next: 'continue' | 'await end' }
  | { readonly do: 'close'; readonly timeoutMs: number | null };

export type RequestAction =
  | { readonly kind: 'loseRequest' | 'loseResponse' | 'disconnect' }
  | { readonly kind: 'delayRequest' | 'delayResponse'; readonly ms: number }
  | { readonly kind: 'respond'; readonly error: ErrorName };

export interface RequestFault {
  readonly api: 'Produce' | 'Metadata' | 'InitProducerId' | 'ApiVersions' | 'Fetch';
  readonly which:
    | { readonly kind: 'nth' | 'times'; readonly n: number }
    | { readonly kind: 'until'; readonly ms: number };
  readonly action: RequestAction;
}

/** A broker is down for `forMs`. */
export interface Outage {
  readonly broker: number;
  readonly atMs: number;
  readonly forMs: number;
  readonly how: 'crash' | 'shutdown';
}

/** Another in-sync replica becomes the leader of a partition. */
export interface LeaderMove {
  readonly partition: number;
  readonly atMs: number;
}

export interface Case {
  readonly seed: number;
  readonly config: ProducerConfigInput;
  readonly latencyMs: { readonly minMs: number; readonly maxMs: number };
  readonly requestFaults: readonly RequestFault[];
  readonly outages: readonly Outage[];
  readonly leaderMoves: readonly LeaderMove[];
  readonly steps: readonly Step[];
  /** The timeout of close() at the end; `null`: none. */
  readonly closeTimeoutMs: number | null;
}

/** `stable`: brokers stay up and keep their leaderships. */
export type BrokerStability = 'stable' | 'unstable';

// --- Configuration -----------------------------------------------------------------------------------------------------------

const timing: fc.Arbitrary<ProducerConfigInput> = fc
  .record({
    linger: fc.oneof(fc.constant(0), fc.nat(200)),
    request: fc.integer({ min: 60, max: 2_000 }),
    extra: fc.oneof(fc.nat(300), fc.nat(8_000)),
    block: fc.oneof(fc.nat(3_000), fc.constant(10_000)),
    retryBackoff: fc.oneof(fc.constant(100), fc.nat(300)),
    reconnectBackoff: fc.oneof(fc.constant(50), fc.nat(500)),
  })
  .map(({ linger, request, extra, block, retryBackoff, reconnectBackoff }) => ({
    'linger.ms': linger,
    'request.timeout.ms': request,
    'delivery.timeout.ms': linger + request + extra,
    'max.block.ms': block,
    'retry.backoff.ms': retryBackoff,
    'reconnect.backoff.ms': reconnectBackoff,
  }));

const memory: fc.Arbitrary<ProducerConfigInput> = fc
  .record({
    batchSize: fc.oneof(fc.nat(400), fc.constant(16_384)),
    /** The number of batches that fit in buffer.memory; `null`: more than are sent. */
    batches: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 8 })),
    maxRequestSize: fc.oneof(fc.integer({ min: 300, max: 2_000 }), fc.constant(1_048_576)),
    compression: fc.constantFrom('none' as const, 'gzip' as const),
  })
  .map(({ batchSize, batches, maxRequestSize, compression }) => ({
    'batch.size': batchSize,
    'buffer.memory': batches === null ? 33_554_432 : Math.max(batchSize, 200) * batches,
    'max.request.size': maxRequestSize,
    'compression.type': compression,
  }));

const guarantee: fc.Arbitrary<ProducerConfigInput> = fc.oneof(
  fc.record({
    'enable.idempotence': fc.constant(true),
    acks: fc.constant('all' as const),
    retries: fc.oneof(fc.constant(2_147_483_647), fc.integer({ min: 1, max: 4 })),
    'max.in.flight.requests.per.connection': fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({
    'enable.idempotence': fc.constant(false),
    acks: fc.constantFrom('all', '1', '0'),
    retries: fc.oneof(fc.constant(2_147_483_647), fc.nat(4)),
    'max.in.flight.requests.per.connection': fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 8 })),
  }),
);

const config: fc.Arbitrary<ProducerConfigInput> = fc
  .tuple(timing, memory, guarantee)
  .map(([timing, memory, guarantee]) => ({ ...timing, ...memory, ...guarantee }));

// --- The program -------------------------------------------------------------------------------------------------------------

const timeoutMs = fc.oneof(fc.constant(null), fc.constantFrom(0, 1, 500));

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      partition: fc.oneof(fc.nat(PARTITIONS - 1), fc.constant(null)),
      key: fc.oneof(fc.constant(null), fc.constantFrom('a', 'b', 'c', 'd')),
      bytes: fc.oneof(fc.nat(40), fc.nat(600)),
      count: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 12 })),
      callback: fc.oneof(
        { weight: 20, arbitrary: fc.constant('nothing' as const) },
        { weight: 3, arbitrary: fc.constantFrom('send' as const, 'throw' as const) },
        { weight: 1, arbitrary: fc.constant('close' as const) },
      ),
      next: fc.oneof(
        { weight: 8, arbitrary: fc.constant('continue' as const) },
        { weight: 1, arbitrary: fc.constantFrom('await accepted' as const, 'await end' as const) },
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('sleep' as const), ms: fc.oneof(fc.nat(10), fc.nat(400), fc.nat(4_000)) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('flush' as const),
      next: fc.constantFrom('continue' as const, 'await end' as const),
    }),
  },
);

const steps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(step, { minLength: 1, maxLength: 15 }),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.record({ do: fc.constant('close' as const), timeoutMs }), step, step),
      },
    ),
  )
  .map(([body, tail]) => [...body, ...tail]);

// --- Faults ------------------------------------------------------------------------------------------------------------------

/** Errors that a broker may return at any time, whatever is in its log: retriable and final ones. */
const PRODUCE_ERRORS = [
  'NOT_LEADER_OR_FOLLOWER',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'REQUEST_TIMED_OUT',
  'KAFKA_STORAGE_ERROR',
  'CORRUPT_MESSAGE',
  'NETWORK_EXCEPTION',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'POLICY_VIOLATION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'UNKNOWN_SERVER_ERROR',
] as const satisfies readonly ErrorName[];

const METADATA_ERRORS = ['LEADER_NOT_AVAILABLE', 'UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_SERVER_ERROR'] as const;
const PRODUCER_ID_ERRORS = [
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'CLUSTER_AUTHORIZATION_FAILED',
] as const;

const networkAction: fc.Arbitrary<RequestAction> = fc.oneof(
  fc.record({ kind: fc.constantFrom('loseRequest', 'loseResponse', 'disconnect') }),
  fc.record({
    kind: fc.constantFrom('delayRequest', 'delayResponse'),
    ms: fc.oneof(fc.nat(50), fc.nat(3_000)),
  }),
);

const which: fc.Arbitrary<RequestFault['which']> = fc.oneof(
  fc.record({ kind: fc.constant('nth' as const), n: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('times' as const), n: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('until' as const), ms: fc.nat(6_000) }),
);

function networkActionOrError(errors: readonly ErrorName[]): fc.Arbitrary<RequestAction> {
  return fc.oneof(
    networkAction,
    fc.record({ kind: fc.constant('respond' as const), error: fc.constantFrom(...errors) }),
  );
}

const requestFault: fc.Arbitrary<RequestFault> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ api: fc.constant('Produce' as const), which, action: networkActionOrError(PRODUCE_ERRORS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      api: fc.constant('Metadata' as const),
      which,
      action: networkActionOrError(METADATA_ERRORS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      api: fc.constant('InitProducerId' as const),
      which,
      action: networkActionOrError(PRODUCER_ID_ERRORS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      api: fc.constantFrom('ApiVersions' as const, 'Fetch' as const),
      which,
      action: networkAction,
    }),
  },
);

const outage: fc.Arbitrary<Outage> = fc.record({
  broker: fc.integer({ min: 1, max: BROKERS }),
  atMs: fc.nat(8_000),
  forMs: fc.integer({ min: 1, max: 12_000 }),
  how: fc.constantFrom('crash', 'shutdown'),
});

const leaderMove: fc.Arbitrary<LeaderMove> = fc.record({ partition: fc.nat(PARTITIONS - 1), atMs: fc.nat(8_000) });

export function randomCase(brokers: BrokerStability): fc.Arbitrary<Case> {
  const isStable = brokers === 'stable';
  const drawn: fc.Arbitrary<Case> = fc.record({
    seed: fc.nat(1_000_000),
    config,
    latencyMs: fc.tuple(fc.nat(15), fc.nat(25)).map(([minMs, more]) => ({ minMs, maxMs: minMs + more })),
    requestFaults: fc.array(requestFault, { maxLength: 5 }),
    outages: isStable ? fc.constant([]) : fc.array(outage, { maxLength: 2 }),
    leaderMoves: isStable ? fc.constant([]) : fc.array(leaderMove, { maxLength: 4 }),
    steps,
    closeTimeoutMs: timeoutMs,
  });
  return drawn.map(withTimePassing);
}

/** On a network without delay, a client that retries at once would do so indefinitely at one instant (docs/limitations.md). */
function withTimePassing(drawn: Case): Case {
  return drawn.latencyMs.maxMs === 0 ? { ...drawn, latencyMs: { minMs: 1, maxMs: 1 } } : drawn;
}
