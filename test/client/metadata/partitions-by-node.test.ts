import { describe, expect, it } from 'vitest';
import { createClusterView } from '../../../src/client/metadata/cluster-snapshot.ts';
import type { PartitionInfo } from '../../../src/client/metadata/cluster-view.ts';
import { PartitionsByNode } from '../../../src/client/metadata/partitions-by-node.ts';

const nodes = [0, 1].map((id) => ({ id, host: `host-${id}`, port: 9092 }));

function partitionsOf(topic: string, count: number): PartitionInfo[] {
  return Array.from({ length: count }, (_, partition) => ({
    topic,
    partition,
    leader: nodes[partition % 3] ?? null,
    replicas: [],
    inSyncReplicas: [],
    offlineReplicas: [],
    leaderEpoch: 0,
  }));
}

describe('The partitions of a node', () => {
  it('are by topic and number, and each knows its place', () => {
    const topics = ['b', 'a10', 'a', 'a2', 'B', 'ä'];
    const view = createClusterView({
      isBootstrapConfigured: false,
      nodes,
      clusterId: null,
      controller: null,
      unauthorizedTopics: [],
      invalidTopics: [],
      partitionsByTopic: new Map(topics.map((topic, i) => [topic, partitionsOf(topic, 5 + i)])),
    });
    const byNode = new PartitionsByNode();
    for (const node of nodes) {
      const led = byNode.of(node, view);
      expect([...new Set(led.map(({ topic }) => topic))]).toEqual(['B', 'a', 'a10', 'a2', 'b', 'ä']);
      expect(led.map((info) => byNode.placeOf(info))).toEqual(led.map((_, place) => place));
    }
  });
});
