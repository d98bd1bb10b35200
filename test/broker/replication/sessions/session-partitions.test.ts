import { describe, expect, it } from 'vitest';
import {
  type SessionPartition,
  SessionPartitions,
} from '../../../../src/broker/replication/sessions/session-partitions.ts';
import type { FetchPartition, FetchPartitionResponse } from '../../../../src/protocol/messages.ts';
import { batchOf } from '../../pump.ts';

function asked(topic: string, partition: number, fetchOffset = 0, topicId?: string): FetchPartition {
  const offsets = { fetchOffset, lastFetchedEpoch: -1, logStartOffset: 0 };
  return {
    topic,
    ...(topicId !== undefined && { topicId }),
    partition,
    currentLeaderEpoch: 0,
    ...offsets,
    partitionMaxBytes: 1,
  };
}

function read(more: Partial<FetchPartitionResponse> = {}): FetchPartitionResponse {
  const offsets = { highWatermark: 5, lastStableOffset: 5, logStartOffset: 0 };
  return { topic: 't', partition: 0, error: 'NONE', ...offsets, abortedTransactions: [], records: [], ...more };
}

function names(partitions: SessionPartitions): string[] {
  return partitions
    .inOrder()
    .map(({ topic, partition, asked: { fetchOffset } }) => `${topic}-${partition}@${fetchOffset}`);
}

describe('The partitions of a fetch session', () => {
  it('stay in the order in which they came, whatever later requests name', () => {
    const partitions = new SessionPartitions();
    partitions.update([asked('b', 1), asked('a', 0), asked('b', 0)], []);
    partitions.update(
      [asked('c', 0), asked('b', 0, 7)],
      [
        { topic: 'a', partition: 0 },
        { topic: 'x', partition: 3 },
      ],
    );
    expect(names(partitions)).toEqual(['b-1@0', 'b-0@7', 'c-0@0']);
    expect(partitions.size).toBe(3);
  });

  it('move to the end when they have had records', () => {
    const partitions = new SessionPartitions();
    partitions.update([asked('a', 0), asked('a', 1), asked('a', 2)], []);
    partitions.inOrder()[0]?.moveToEnd();
    expect(names(partitions)).toEqual(['a-1@0', 'a-2@0', 'a-0@0']);
  });

  it('of topics with ids are known by these', () => {
    const partitions = new SessionPartitions();
    partitions.update([asked('t', 0, 0, 'first')], []);
    partitions.update([asked('t', 0, 0, 'second')], [{ topic: 't', topicId: 'first', partition: 0 }]);
    expect(partitions.inOrder().map(({ topicId }) => topicId)).toEqual(['second']);
  });

  it('are in a response only with something new', () => {
    const partitions = new SessionPartitions();
    partitions.update([asked('t', 0)], []);
    const partition = partitions.inOrder()[0] as SessionPartition;
    expect(partition.isNews(read())).toBe(true);
    partition.noteSent(read());
    expect(partition.isNews(read())).toBe(false);
    const stored = { baseOffset: 0, partitionLeaderEpoch: 0, batch: batchOf(['a']) };
    const news: Partial<FetchPartitionResponse>[] = [
      { highWatermark: 6 },
      { logStartOffset: 1 },
      { records: [stored] },
      { preferredReadReplica: 2 },
      { divergingEpoch: { epoch: 0, endOffset: 1 } },
      { error: 'NOT_LEADER_OR_FOLLOWER' },
    ];
    expect(news.map((more) => partition.isNews(read(more)))).toEqual(news.map(() => true));
  });

  it('are sent again after an error', () => {
    const partitions = new SessionPartitions();
    partitions.update([asked('t', 0)], []);
    const partition = partitions.inOrder()[0] as SessionPartition;
    partition.noteSent(read());
    partition.noteSent(read({ error: 'KAFKA_STORAGE_ERROR', highWatermark: -1, logStartOffset: -1 }));
    expect(partition.isNews(read())).toBe(true);
  });
});
