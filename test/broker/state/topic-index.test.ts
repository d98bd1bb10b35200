import { describe, expect, it } from 'vitest';
import type { TopicState } from '../../../src/broker/state/control-plane.ts';
import { TopicIndex } from '../../../src/broker/state/topic-index.ts';

function topic(name: string, leaders: readonly number[], isInternal = false): TopicState {
  const partitions = leaders.map((leader, partition) => {
    const replicas = [1, 2];
    return { partition, replicas, leader, leaderEpoch: 0, partitionEpoch: 0, isr: replicas };
  });
  return { name, topicId: name, isInternal, configs: {}, partitions, isAnnounced: true };
}

describe('The index of topics', () => {
  it('finds a topic and its place by its name, in its present state', () => {
    const index = new TopicIndex([topic('a', [1]), topic('b', [1])]);
    index.add(topic('c', [2]));
    const changed = topic('b', [2]);
    index.replace(changed);
    expect([index.topic('b'), index.topic('x')]).toEqual([changed, undefined]);
    expect(['a', 'b', 'c', 'x'].map((name) => index.placeOf(name))).toEqual([0, 1, 2, undefined]);
  });

  it('knows names that metrics cannot tell apart', () => {
    const index = new TopicIndex([topic('a.b', []), topic('c', []), topic('a_b', [])]);
    expect(index.collidingWith('a_b')).toEqual(['a.b', 'a_b']);
    expect(index.collidingWith('x')).toEqual([]);
  });

  it('counts topics of users, and partitions that their preferred leaders do not lead', () => {
    const index = new TopicIndex([topic('a', [1, 2, -1]), topic('__consumer_offsets', [2], true)]);
    expect([index.userTopics, index.ledElsewhere]).toEqual([1, 2]);
    index.replace(topic('a', [1, 1, 1]));
    index.add(topic('b', [2, 2]));
    expect([index.userTopics, index.ledElsewhere]).toEqual([2, 3]);
  });
});
