import { describe, expect, it } from 'vitest';
import { BusyTopics } from '../../../src/producer/accumulator/busy-topics.ts';
import { TopicQueues } from '../../../src/producer/accumulator/topic-queues.ts';
import { BuiltInPartitioner } from '../../../src/producer/partitioner/built-in-partitioner.ts';
import { AccumulatorOnTest } from './accumulator-on-test.ts';

describe('The topics that a turn looks at', () => {
  it('are those that are about to get a batch, in order of their first record', () => {
    const topics = new BusyTopics<TopicQueues>();
    const [a, b, c] = ['a', 'b', 'c'].map(
      (name) => new TopicQueues(name, new BuiltInPartitioner(name, 1, () => 0), topics),
    );
    expect(topics.all.map(({ topic }) => topic)).toEqual(['a', 'b', 'c']);
    for (const topic of [c, a, b]) topic?.queueToFill(0);
    c?.queueToFill(1);
    expect(topics.busy.map(({ topic }) => topic)).toEqual(['a', 'b', 'c']);
  });

  it('have their queues in order of partition', () => {
    const topics = new BusyTopics<TopicQueues>();
    const topic = new TopicQueues('t', new BuiltInPartitioner('t', 1, () => 0), topics);
    for (const partition of [5, 1, 3, 1]) topic.queueToFill(partition);
    expect(topic.filled.map(({ partition }) => partition)).toEqual([1, 3, 5]);
    expect(topic.queues.map(({ partition }) => partition)).toEqual([1, 3, 5]);
  });

  it('are no longer looked at when nothing is queued or in flight', () => {
    const on = new AccumulatorOnTest({ leaders: [0] });
    const { topics } = on.accumulator;
    on.append(0, 'a', 0);
    on.ready(0);
    const [batch] = on.drain(0, 0);
    on.ready(0);
    expect(topics.busy).toHaveLength(1);
    if (batch !== undefined) on.complete(batch);
    on.ready(0);
    expect(topics.busy).toHaveLength(0);
    on.append(0, 'b', 0);
    expect(topics.busy).toHaveLength(1);
  });
});
