/**
 * Random clusters.
 */
import fc from 'fast-check';
import { checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { COUNT, someOf, TOPIC } from '../../checks/value-type.ts';
import type { ClusterShape } from '../../explore/index.ts';

/** Limits of a random cluster. */
export interface ClusterShapeConstraints {
  /** Largest number of brokers. Default 5. */
  readonly maxBrokers?: number;
  /** Names of the topics. Default: `['payments']`. */
  readonly topics?: readonly string[];
  /** Largest number of partitions per topic. Default 3. */
  readonly maxPartitions?: number;
}

const CONSTRAINTS: OptionTypes<ClusterShapeConstraints> = {
  maxBrokers: COUNT,
  topics: someOf(TOPIC, 'a list of names of topics'),
  maxPartitions: COUNT,
};

/**
 * Clusters with one or more brokers, topics that are replicated to some of them, and a network latency of 1 ms or from
 * a range. Shrinks to one broker, one partition and one replica.
 *
 * @throws IllegalArgumentException for a constraint that does not exist, or is of another type
 */
export function clusterShape(constraints: ClusterShapeConstraints = {}): fc.Arbitrary<ClusterShape> {
  checkOptions('clusterShape()', constraints, CONSTRAINTS);
  const { maxBrokers = 5, topics = ['payments'], maxPartitions = 3 } = constraints;
  const shapes = fc.tuple(
    ...topics.map(() =>
      fc.record({ partitions: fc.integer({ min: 1, max: maxPartitions }), replicas: fc.integer({ min: 1, max: 3 }) }),
    ),
  );
  return fc
    .record({ brokers: fc.integer({ min: 1, max: maxBrokers }), latencyMs, shapes })
    .map(({ brokers, latencyMs, shapes }) => ({
      brokers,
      latencyMs,
      topics: topics.map((name, i) => ({
        name,
        partitions: shapes[i]?.partitions ?? 1,
        replicationFactor: Math.min(shapes[i]?.replicas ?? 1, brokers),
      })),
    }));
}

const latencyMs = fc.oneof(
  { withCrossShrink: true },
  fc.constant(1),
  fc
    .record({ minMs: fc.integer({ min: 1, max: 5 }), spreadMs: fc.integer({ min: 0, max: 50 }) })
    .map(({ minMs, spreadMs }) => ({ minMs, maxMs: minMs + spreadMs })),
);
