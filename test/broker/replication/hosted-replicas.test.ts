import { describe, expect, it } from 'vitest';
import { HostedReplicas } from '../../../src/broker/replication/hosted-replicas.ts';
import type { Replica } from '../../../src/broker/replication/replica.ts';

function replica(topic: string, partition: number): Replica {
  return { topic, partition } as Replica;
}

describe('The replicas that brokers host', () => {
  it('are found by partition and broker, in whatever order they were added', () => {
    const hosted = new HostedReplicas(3);
    const [late, early, other] = [replica('t', 7), replica('t', 1), replica('t', 7)];
    expect(hosted.find('t', 7, 2)).toBeUndefined();
    hosted.add(late, 2);
    hosted.add(early, 2);
    hosted.add(other, 0);
    expect([0, 1, 2].map((place) => hosted.find('t', 7, place))).toEqual([other, undefined, late]);
    expect(hosted.find('t', 1, 2)).toBe(early);
    expect([hosted.find('t', 8, 0), hosted.find('t', -1, 2), hosted.find('u', 7, 2)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([0, 1, 2].map((place) => hosted.ofTopic('t', place))).toEqual([[other], [], [early, late]]);
  });

  it('are gone once removed, and may be added again', () => {
    const hosted = new HostedReplicas(2);
    const [first, second] = [replica('t', 0), replica('t', 1)];
    hosted.add(first, 0);
    hosted.add(second, 1);
    hosted.remove(first, 0);
    expect([hosted.find('t', 0, 0), hosted.find('t', 1, 1)]).toEqual([undefined, second]);
    hosted.remove(second, 1);
    expect(hosted.find('t', 1, 1)).toBeUndefined();
    const again = replica('t', 1);
    hosted.add(again, 1);
    expect(hosted.find('t', 1, 1)).toBe(again);
    expect(hosted.ofTopic('t', 0)).toEqual([]);
  });
});
