/** Covers: src/client/metadata/metadata-cache.ts, cluster-snapshot.ts, topic-versions.ts, and how partitions-by-node.ts follows them */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClusterView } from '../../../src/client/metadata/cluster-view.ts';
import { PartitionsByNode } from '../../../src/client/metadata/partitions-by-node.ts';
import { ProducerMetadata } from '../../../src/client/metadata/producer-metadata.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import { V4_3 } from '../../../src/client/versions/v4_3.ts';
import type { MetadataResponse, PartitionMetadata } from '../../../src/protocol/messages.ts';
import { metadataResponse, topic } from '../network/scripted-broker.ts';

const IDLE_MS = 100;
const NAMES = ['b', 'a10', 'a', 'a2', 'B'];
const NODES = [0, 1, 2].map((id) => ({ id, host: `host-${id}`, port: 9092 }));

/** An update about some topics: leaders by partition, or `null` for a topic that does not exist. */
interface Step {
  readonly topics: ReadonlyMap<string, readonly number[] | null>;
  readonly isPartial: boolean;
  readonly waitMs: number;
  /** Whether a broker has moved to another port. */
  readonly movesBroker: boolean;
  readonly reversed: boolean;
}

const leaders = fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 1, maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.record({
  topics: fc
    .array(fc.tuple(fc.constantFrom(...NAMES), fc.option(leaders, { freq: 4 })), { minLength: 1, maxLength: 3 })
    .map((entries) => new Map(entries)),
  isPartial: fc.boolean(),
  waitMs: fc.integer({ min: 0, max: 60 }),
  movesBroker: fc.integer({ min: 0, max: 5 }).map((draw) => draw === 0),
  reversed: fc.boolean(),
});

function newMetadata(policies: typeof V3_6_1.policies): ProducerMetadata {
  return new ProducerMetadata({
    refreshBackoffMs: 100,
    refreshBackoffMaxMs: undefined,
    backoffJitter: () => 1,
    metadataExpireMs: 300_000,
    metadataIdleMs: IDLE_MS,
    log: () => {},
    policies,
  });
}

function responseOf({ topics, reversed }: Step, epoch: number, port: number): MetadataResponse {
  const described = [...topics].map(([name, led]) => {
    if (led === null) return { ...topic(name, []), error: 'UNKNOWN_TOPIC_OR_PARTITION' as const };
    const one = topic(name, led, epoch);
    return reversed ? { ...one, partitions: one.partitions.toReversed() as PartitionMetadata[] } : one;
  });
  const brokers = NODES.map((node) => (node.id === 2 ? { ...node, port } : node));
  return { ...metadataResponse(described), brokers };
}

/** What a view says of its topics, in order: leaders by partition, with the port of each. */
function contentOf(view: ClusterView): unknown {
  return view.topics.map((name) => ({
    name,
    count: view.partitionCountForTopic(name),
    leaders: view.partitionsForTopic(name).map(({ partition, leader }) => [partition, leader?.id, leader?.port]),
    available: view.availablePartitionsForTopic(name).map(({ partition }) => partition),
    byNumber: view.partitionsForTopic(name).map(({ partition }) => view.leaderForIndex(name, partition)?.id),
  }));
}

function expectedContent(known: ReadonlyMap<string, readonly number[]>, port: number): unknown {
  return [...known].map(([name, led]) => ({
    name,
    count: led.length,
    leaders: led.map((id, partition) =>
      id < 0 ? [partition, undefined, undefined] : [partition, id, id === 2 ? port : 9092],
    ),
    available: led.flatMap((id, partition) => (id < 0 ? [] : [partition])),
    byNumber: led.map((id) => (id < 0 ? undefined : id)),
  }));
}

describe('Updates about some topics', () => {
  it.each([
    ['3.6.1', V3_6_1.policies],
    ['4.3.0', V4_3.policies],
  ])('replace these, forget idle ones, and leave earlier views as they were: %s', (_version, policies) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const metadata = newMetadata(policies);
        const byNode = new PartitionsByNode();
        const known = new Map<string, readonly number[]>();
        const lastUse = new Map<string, number>();
        const ids = new Map<string, string>();
        const earlier: { view: ClusterView; content: unknown }[] = [];
        let nowMs = 0;
        let port = 9092;
        for (const [i, one] of steps.entries()) {
          nowMs += one.waitMs;
          const before = metadata.fetch();
          const isPartial = one.isPartial && i > 0;
          if (one.movesBroker) port++;
          for (const name of one.topics.keys()) {
            metadata.add(name, nowMs);
            lastUse.set(name, nowMs);
          }
          metadata.update(0, responseOf(one, i, port), isPartial, nowMs);

          const isIdle = (name: string): boolean => nowMs - (lastUse.get(name) as number) >= IDLE_MS;
          for (const name of known.keys()) if (!isPartial || one.topics.has(name) || isIdle(name)) known.delete(name);
          for (const [name, led] of one.topics) if (led !== null) known.set(name, led);
          updateIds(ids, one, isPartial, (name) => policies.mergedTopicIds === 'kept' && !isIdle(name));
          const view = metadata.fetch();
          const content = contentOf(view);
          expect(content).toEqual(expectedContent(known, port));
          for (const node of NODES) expect(byNode.of(node, view)).toEqual(new PartitionsByNode().of(node, view));
          for (const name of NAMES) {
            const isUntouched = isPartial && !one.movesBroker && !one.topics.has(name);
            if (isUntouched && known.has(name))
              expect(view.partitionsForTopic(name)).toBe(before.partitionsForTopic(name));
            expect(metadata.topicId(name)).toBe(ids.get(name) ?? '');
          }
          earlier.push({ view, content });
        }
        for (const { view, content } of earlier) expect(contentOf(view)).toEqual(content);
      }),
    );
  });

  it('are told apart from those that may have changed everything', () => {
    const metadata = newMetadata(V3_6_1.policies);
    metadata.add('a', 0);
    metadata.update(0, metadataResponse([topic('a', [0])]), false, 0);
    const first = metadata.fetch();
    metadata.add('b', 0);
    metadata.update(0, metadataResponse([topic('b', [1])]), true, 0);
    const second = metadata.fetch();
    metadata.update(0, metadataResponse([topic('a', [0]), topic('b', [1])]), false, 0);
    expect(second.topicsChangedSince(first)).toEqual(['b']);
    expect(first.topicsChangedSince(second)).toEqual(['b']);
    expect(second.topicsChangedSince(second)).toEqual([]);
    expect(metadata.fetch().topicsChangedSince(second)).toBeNull();
  });
});

/** Producers of 3.6.1 know the ids of the latest response only (KAFKA-15627). */
function updateIds(
  ids: Map<string, string>,
  { topics }: Step,
  isPartial: boolean,
  keeps: (name: string) => boolean,
): void {
  for (const name of ids.keys()) if (!isPartial || topics.has(name) || !keeps(name)) ids.delete(name);
  for (const [name, led] of topics) if (!isPartial || led !== null) ids.set(name, `id-of-${name}`);
}
