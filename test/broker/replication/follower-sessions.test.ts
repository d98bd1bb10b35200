/** Covers src/broker/replication/: fetcher.ts, follower-fetches.ts, and what follow.ts and serve-followers.ts do with them. */
import { describe, expect, it } from 'vitest';
import type { ClusterParts } from '../../../src/broker/cluster-parts.ts';
import type { Cluster } from '../../../src/broker/index.ts';
import { RandomStream } from '../../../src/sim/random.ts';
import { batchOf, Pump, SERVING_DELAY_MS } from '../pump.ts';

/** One line for each fetch of follower 2 that was answered: what it named and forgot, and what the response had. */
function linesOf(pump: Pump, from = 2): string[] {
  return pump.replicaFetches
    .splice(0)
    .filter((fetch) => fetch.from === from)
    .map(({ request, response }) => {
      const { sessionId = 0, sessionEpoch = -1, partitions, forgotten = [] } = request;
      const named = partitions.map(({ topic, partition, fetchOffset }) => `${topic}-${partition}@${fetchOffset}`);
      const left = forgotten.map(({ topic, partition }) => ` -${topic}-${partition}`);
      const got = response.partitions.map(({ topic, partition, records, error, highWatermark }) =>
        error === 'NONE'
          ? `${topic}-${partition}+${records.length} hw ${highWatermark}`
          : `${topic}-${partition} ${error}`,
      );
      const answer = response.error === 'NONE' ? `${response.sessionId ?? 0}` : response.error;
      return `${sessionId}/${sessionEpoch} [${named.join()}${left.join('')}] => ${answer} [${got.join()}]`;
    });
}

/** Broker 1 leads all partitions, broker 2 follows. */
function pumpWith(partitions: number, config: Record<string, number> = {}): Pump {
  const pump = new Pump({ brokers: 2, config });
  const assignments = Array.from({ length: partitions }, () => [1, 2]);
  const topic = { name: 't', numPartitions: -1, replicationFactor: -1, configs: {}, assignments };
  pump.send({ api: 'CreateTopics', topics: [topic], timeoutMs: 1_000, validateOnly: false }, pump.controllerId);
  pump.advance(1_000);
  return pump;
}

/** A partition that the leader would not look at, although it has something to tell the follower; undefined if there is none. */
function overlooked(pump: Pump): string | undefined {
  const { replication } = (pump.cluster as unknown as { readonly parts: ClusterParts }).parts;
  for (const leader of replication.managers) {
    if (!leader.broker.isUp) continue;
    for (const { broker } of replication.managers) {
      const fetches = leader.followerFetches(broker.id);
      for (const one of fetches.partitions.inOrder()) {
        if (one.hasNews) continue;
        const { asked, sentHighWatermark, sentLogStartOffset } = one;
        const replica = leader.replica(one.topic, one.partition);
        const follower = replica?.follower(broker.id);
        const seen = [asked.currentLeaderEpoch, asked.fetchOffset, sentHighWatermark, sentLogStartOffset, true];
        const { leaderEpoch, log } = replica ?? {};
        const there = [leaderEpoch, log?.endOffset, log?.highWatermark, log?.startOffset, replica?.isLeader];
        const isSame = seen.every((value, i) => value === there[i]) && follower?.endOffset === asked.fetchOffset;
        if (!isSame || !follower?.isInSync)
          return `${leader.broker.id} to ${broker.id}: ${one.topic}-${one.partition} ${seen} ${there}`;
      }
    }
  }
  return undefined;
}

function restartAll(cluster: Cluster, nowMs: number): void {
  for (const { id } of cluster.nodes) cluster.restart(id, nowMs);
}

describe('A leader', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'overlooks nothing that its followers do not know: seed %i',
    (seed) => {
      const random = RandomStream.fromSeed(seed);
      const pump = new Pump({
        brokers: 3,
        config: { 'broker.session.timeout.ms': 2_000, 'replica.lag.time.max.ms': 3_000 },
      });
      let topics = 0;
      const createTopic = (): void =>
        pump.do((cluster, nowMs) =>
          cluster.createTopic(`t${topics++}`, { partitions: 2, replicationFactor: 3 }, nowMs),
        );
      createTopic();
      createTopic();
      const placeOf = (): { topic: string; partition: number } => ({
        topic: `t${random.nextInt(topics)}`,
        partition: random.nextInt(2),
      });
      const leaderOf = ({ topic, partition }: { topic: string; partition: number }): number =>
        pump.cluster.snapshot().topics.find(({ name }) => name === topic)?.partitions[partition]?.leader ?? -1;
      for (let step = 0; step < 120; step++) {
        const place = placeOf();
        const brokerId = 1 + random.nextInt(3);
        const leader = leaderOf(place);
        const draw = random.nextInt(20);
        if (draw < 8 && leader > 0)
          pump.produce(batchOf(['x']), { ...place, broker: leader, acks: random.chance(1, 2) ? -1 : 1 });
        else if (draw === 8) pump.crash(brokerId);
        else if (draw < 11) pump.do(restartAll);
        else if (draw === 11) pump.hold(brokerId);
        else if (draw === 12) pump.release(brokerId);
        else if (draw === 13 && topics < 6 && pump.controllerId > 0) createTopic();
        else if (draw === 14 && pump.controllerId > 0)
          pump.send({ api: 'DeleteTopics', topics: [place.topic], timeoutMs: 1_000 }, pump.controllerId);
        else if (draw === 15)
          pump.do((cluster, nowMs) => cluster.delayMetadata(brokerId, random.pick([0, 300]), nowMs));
        else if (draw === 16) pump.do((cluster, nowMs) => cluster.disconnectFromController(brokerId, nowMs));
        else if (draw === 17) pump.do((cluster, nowMs) => cluster.reconnectToController(brokerId, nowMs));
        else if (draw === 18 && leader > 0) {
          const deleted = [{ ...place, offset: -1 }];
          pump.send({ api: 'DeleteRecords', partitions: deleted, timeoutMs: 1_000 }, leader);
        }
        expect(overlooked(pump)).toBeUndefined();
        pump.advance(random.pick([0, 1, 100, 600, 4_000]));
        expect(overlooked(pump)).toBeUndefined();
      }
    },
  );
});

describe('A follower with a fetch session', () => {
  it('names all its partitions once, then what has changed, and gets what is new', () => {
    const pump = pumpWith(3);
    expect(linesOf(pump)).toEqual(['0/0 [t-0@0,t-1@0,t-2@0] => 1 [t-0+0 hw 0,t-1+0 hw 0,t-2+0 hw 0]']);
    pump.produce(batchOf(['a']), { partition: 1 });
    expect(linesOf(pump)).toEqual(['1/1 [] => 1 [t-1+1 hw 0]']);
    pump.produce(batchOf(['b']), { partition: 2 });
    // The high watermark of t-1 comes with the next data. A partition that has had records is behind the others.
    expect(linesOf(pump)).toEqual(['1/2 [t-1@1] => 1 [t-2+1 hw 0,t-1+0 hw 1]']);
    pump.advance(500);
    expect(linesOf(pump)).toEqual(['1/3 [t-2@1] => 1 [t-2+0 hw 1]']);
    pump.advance(3_600_000);
    expect(linesOf(pump)).toEqual([]);
  });

  it('adds a new topic to it, and forgets one that is deleted', () => {
    const pump = pumpWith(1);
    linesOf(pump);
    pump.do((cluster, nowMs) => cluster.createTopic('u', { partitions: 2, replicationFactor: 2 }, nowMs));
    pump.advance(1_000);
    // Broker 1 leads one of them.
    expect(linesOf(pump)).toEqual(['1/1 [] => 1 []', expect.stringMatching(/^1\/2 \[u-\d@0\] => 1 \[u-\d\+0 hw 0\]$/)]);
    pump.send({ api: 'DeleteTopics', topics: ['t'], timeoutMs: 1_000 }, pump.controllerId);
    pump.advance(1_000);
    pump.produce(batchOf(['a']), { topic: 'u', partition: 0 });
    pump.produce(batchOf(['a']), { topic: 'u', partition: 1 });
    expect(linesOf(pump)[1]).toMatch(/^1\/4 \[ -t-0\] => 1 /);
  });

  it('begins another one after a lost response', () => {
    const pump = pumpWith(2);
    linesOf(pump);
    pump.lostResponses.add('Fetch');
    pump.produce(batchOf(['a']));
    pump.advance(10_000);
    pump.lostResponses.clear();
    pump.advance(60_000);
    const lines = linesOf(pump);
    // By the time of the second one the follower has left the in-sync replicas.
    expect(lines[0]).toBe('1/1 [] => 1 [t-0+1 hw 0]');
    expect(lines[1]).toBe('1/0 [t-0@0,t-1@0] => 2 [t-0+1 hw 1,t-1+0 hw 0]');
    expect(pump.numbers(2)).toEqual([1, 1]);
  });

  it('asks for all of its partitions each time if the leader has no room for a session', () => {
    const pump = pumpWith(2, { 'max.incremental.fetch.session.cache.slots': 0 });
    expect(linesOf(pump)).toEqual(['0/0 [t-0@0,t-1@0] => 0 [t-0+0 hw 0,t-1+0 hw 0]']);
    pump.produce(batchOf(['a']));
    expect(linesOf(pump)[0]).toBe('0/0 [t-0@0,t-1@0] => 0 [t-0+1 hw 0,t-1+0 hw 0]');
    expect(pump.numbers(2)).toEqual([1, 0]);
  });

  it('forgets a partition while it waits after an error, and the session ends with the last one', () => {
    const pump = pumpWith(1);
    linesOf(pump);
    pump.do((cluster, nowMs) => cluster.delayMetadata(2, 200, nowMs));
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 2, nowMs));
    pump.advance(50);
    const lines = linesOf(pump);
    expect(lines).toEqual(['1/1 [] => 1 [t-0 FENCED_LEADER_EPOCH]', '1/2 [ -t-0] => 0 []']);
  });

  it('begins a new one with a leader that has been restarted', () => {
    const pump = pumpWith(2);
    linesOf(pump);
    pump.crash(1);
    pump.advance(100);
    pump.do((cluster, nowMs) => cluster.restart(1, nowMs));
    pump.advance(20_000 + SERVING_DELAY_MS);
    pump.do((cluster, nowMs) => cluster.setLeader('t', 0, 1, nowMs));
    pump.advance(1_000);
    expect(linesOf(pump)[0]).toMatch(/^\d\/0 \[t-0@0(,t-1@0)?\] => \d \[/);
  });

  it('is out of sync and in sync as without a session', () => {
    const pump = pumpWith(3);
    pump.produce(batchOf(['a']));
    pump.advance(100_000);
    pump.hold(2);
    // The follower was caught up with t-1 until the record: it has all of replica.lag.time.max.ms from then.
    pump.produce(batchOf(['b']), { partition: 1 });
    pump.advance(29_999);
    expect(pump.partition('t', 1).isr).toEqual([1, 2]);
    pump.advance(10_000);
    expect(pump.partition('t', 1).isr).toEqual([1]);
    expect(pump.partition('t', 2).isr).toEqual([1, 2]);
    pump.release(2);
    pump.advance(2_000);
    expect(pump.partition('t', 1).isr).toEqual([1, 2]);
  });
});
