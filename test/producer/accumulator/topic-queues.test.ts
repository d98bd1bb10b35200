import { describe, expect, it } from 'vitest';
import { BusyTopics } from '../../../src/producer/accumulator/busy-topics.ts';
import { TopicQueues } from '../../../src/producer/accumulator/topic-queues.ts';
import { BuiltInPartitioner } from '../../../src/producer/partitioner/built-in-partitioner.ts';

function queues(): TopicQueues {
  return new TopicQueues('t', new BuiltInPartitioner('t', 1, () => 0), new BusyTopics());
}

describe('A topic’s queues', () => {
  it('are made at their first use, one for each partition', () => {
    const topic = queues();
    expect(topic.find(3)).toBeUndefined();
    const queue = topic.queueToFill(3);
    expect([topic.queueToFill(3), topic.find(3)]).toEqual([queue, queue]);
    expect(queue).toMatchObject({ topic: 't', partition: 3, batches: [], isMuted: false });
  });

  it('are listed in order of partition, whatever the order of their first use', () => {
    const topic = queues();
    for (const partition of [5, 0, 12, 3]) topic.queueToFill(partition);
    expect(topic.queues.map(({ partition }) => partition)).toEqual([0, 3, 5, 12]);
  });
});
