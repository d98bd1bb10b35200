/** Covers src/broker/controller/metadata-delay.ts and src/broker/state/metadata-cache.ts. */
import { describe, expect, it } from 'vitest';
import type { ClusterOptions } from '../../../src/broker/index.ts';
import type { ErrorName } from '../../../src/protocol/errors/errors.ts';
import type { TopicMetadata } from '../../../src/protocol/messages.ts';
import { batchOf, type Pump, withTopic } from '../pump.ts';

type Mode = NonNullable<ClusterOptions['mode']>;
const MODES: readonly Mode[] = ['kraft', 'zookeeper'];
const DELAY_MS = 500;
/** In KRaft mode a broker works on requests some ms after it was registered. */
const STARTING_MS = 20;

const delay = (pump: Pump, broker: number, delayMs = DELAY_MS): void =>
  pump.do((cluster, nowMs) => cluster.delayMetadata(broker, delayMs, nowMs));
const move = (pump: Pump, leader: number): void =>
  pump.do((cluster, nowMs) => cluster.setLeader('t', 0, leader, nowMs));
const create = (pump: Pump, name: string): void =>
  pump.do((cluster, nowMs) => cluster.createTopic(name, { partitions: 1, replicationFactor: 3 }, nowMs));

function topicAt(pump: Pump, broker: number, name = 't'): TopicMetadata {
  const request = { api: 'Metadata', topics: [name], allowAutoTopicCreation: false } as const;
  return pump.ask<'Metadata'>(request, broker).topics[0]!;
}

const leaderAt = (pump: Pump, broker: number): number | undefined => topicAt(pump, broker).partitions[0]?.leader;

/** What becomes of a record with acks=1. */
const sendTo = (pump: Pump, broker: number, topic = 't', value = 'v'): ErrorName | undefined =>
  pump.produced(pump.produce(batchOf([value]), { acks: 1, broker, topic }))?.error;

describe.each(MODES)('A broker that receives metadata late (%s)', (mode) => {
  const cluster = (config: ClusterOptions['config'] = {}): Pump => withTopic({}, { mode, config });

  it('answers with the leader that it knows', () => {
    const pump = cluster();
    delay(pump, 3);
    move(pump, 2);
    expect([1, 2, 3].map((broker) => leaderAt(pump, broker))).toEqual([2, 2, 1]);
    pump.advance(DELAY_MS - 1);
    expect(leaderAt(pump, 3)).toBe(1);
    pump.advance(1);
    expect(leaderAt(pump, 3)).toBe(2);
    expect(pump.events).toContain('metadata received');
  });

  it('goes on leading, and truncates what the new leader does not have', () => {
    const pump = cluster();
    sendTo(pump, 1);
    delay(pump, 1);
    move(pump, 2);
    expect(sendTo(pump, 1, 't', 'lost')).toBe('NONE');
    expect(sendTo(pump, 2, 't', 'kept')).toBe('NONE');
    expect(pump.numbers(1)).toEqual([2, 1]);
    pump.advance(DELAY_MS);
    expect(sendTo(pump, 1)).toBe('NOT_LEADER_OR_FOLLOWER');
    pump.advance(2_000);
    expect(pump.events).toContain('log truncated');
    expect(pump.values()).toEqual(['v', 'kept']);
    expect(pump.numbers(1)).toEqual([2, 2]);
  });

  it('does not lead before it knows that it does, while the others wait for it', () => {
    const pump = cluster();
    sendTo(pump, 1);
    delay(pump, 2);
    move(pump, 2);
    expect(leaderAt(pump, 1)).toBe(2);
    expect(sendTo(pump, 1)).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(sendTo(pump, 2)).toBe('NOT_LEADER_OR_FOLLOWER');
    const newEpoch = pump.fetched(pump.fetch({ currentLeaderEpoch: 1 }, { broker: 2 }))?.partitions[0];
    expect(newEpoch?.error).toBe('UNKNOWN_LEADER_EPOCH');
    pump.advance(DELAY_MS);
    const token = pump.produce(batchOf(['a']), { broker: 2 });
    expect(pump.produced(token)).toBeUndefined();
    // The other replicas fetch again after replica.fetch.backoff.ms.
    pump.advance(1_000);
    expect(pump.produced(token)?.error).toBe('NONE');
    expect(pump.partition().isr).toEqual([1, 2, 3]);
  });

  it('does not know a new topic', () => {
    const pump = cluster();
    delay(pump, 2);
    create(pump, 'u');
    expect(pump.partition('u').leader).toBe(2);
    expect(topicAt(pump, 2, 'u').error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(topicAt(pump, 1, 'u').partitions[0]?.leader).toBe(2);
    expect(sendTo(pump, 2, 'u')).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    const read = pump.fetched(pump.fetch({ topic: 'u' }, { broker: 2 }))?.partitions[0];
    expect(read?.error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    pump.advance(DELAY_MS);
    expect(sendTo(pump, 2, 'u')).toBe('NONE');
  });

  it('names a topic that was deleted', () => {
    const pump = cluster();
    delay(pump, 1);
    const request = { api: 'DeleteTopics', topics: ['t'], timeoutMs: 1_000 } as const;
    const { controllerId } = pump.cluster.controlPlane;
    expect(pump.ask<'DeleteTopics'>(request, controllerId).topics[0]?.error).toBe('NONE');
    expect(topicAt(pump, 1).error).toBe('NONE');
    expect(topicAt(pump, 2).error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    pump.advance(DELAY_MS);
    expect(topicAt(pump, 1).error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('uses a changed configuration later', () => {
    const pump = cluster();
    delay(pump, 1);
    const change = { name: 'max.message.bytes', operation: 'SET', value: '10' } as const;
    pump.do((one, nowMs) => one.alterTopicConfig('t', [change], nowMs));
    expect(sendTo(pump, 1)).toBe('NONE');
    pump.advance(DELAY_MS);
    expect(sendTo(pump, 1)).toBe('MESSAGE_TOO_LARGE');
  });

  it('keeps its session', () => {
    const pump = cluster();
    delay(pump, 2, 60_000);
    move(pump, 3);
    pump.advance(50_000);
    expect(pump.cluster.controlPlane.brokers.every(({ isRegistered }) => isRegistered)).toBe(true);
  });

  it('receives changes in their order, each as late as the others', () => {
    const pump = cluster();
    delay(pump, 3);
    move(pump, 2);
    pump.advance(100);
    move(pump, 1);
    pump.advance(DELAY_MS - 100);
    expect(leaderAt(pump, 3)).toBe(2);
    pump.advance(100);
    expect(topicAt(pump, 3).partitions[0]).toMatchObject({ leader: 1, leaderEpoch: 2 });
  });

  it('receives nothing earlier than what came before when the delay ends', () => {
    const pump = cluster();
    delay(pump, 3);
    move(pump, 2);
    pump.advance(100);
    delay(pump, 3, 0);
    move(pump, 1);
    expect(topicAt(pump, 3).partitions[0]?.leaderEpoch).toBe(0);
    pump.advance(DELAY_MS - 100);
    expect(topicAt(pump, 3).partitions[0]?.leaderEpoch).toBe(2);
    move(pump, 2);
    expect(leaderAt(pump, 3)).toBe(2);
  });

  it('changes the in-sync replicas only if it knows the present state of the partition', () => {
    const pump = cluster({ 'replica.lag.time.max.ms': 10_000, 'auto.leader.rebalance.enable': false });
    delay(pump, 1, 60_000);
    pump.hold(3);
    sendTo(pump, 1);
    pump.advance(11_000);
    expect(pump.partition()).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2] });
    move(pump, 2);
    pump.release(3);
    pump.hold(2);
    sendTo(pump, 1);
    pump.advance(20_000);
    // The present leader has taken broker 3 back; the former one has not removed broker 2.
    expect(pump.partition()).toMatchObject({ leader: 2, leaderEpoch: 1, isr: expect.arrayContaining([2, 3]) });
  });

  it('starts with the present metadata', () => {
    const pump = cluster();
    delay(pump, 3, 60_000);
    move(pump, 2);
    pump.do((one, nowMs) => one.shutdown(3, nowMs));
    pump.do((one, nowMs) => one.restart(3, nowMs));
    pump.advance(STARTING_MS);
    expect(leaderAt(pump, 3)).toBe(2);
    expect(sendTo(pump, 2)).toBe('NONE');
    pump.advance(2_000);
    expect(pump.numbers(3)[0]).toBe(1);
  });

  it('leads what it is elected for when it starts, once it knows', () => {
    const pump = cluster();
    pump.do((one, nowMs) => one.createTopic('u', { partitions: 1, replicationFactor: 1 }, nowMs));
    const { leader } = pump.partition('u');
    pump.do((one, nowMs) => one.shutdown(leader, nowMs));
    expect(pump.partition('u').leader).toBe(-1);
    delay(pump, leader);
    pump.do((one, nowMs) => one.restart(leader, nowMs));
    pump.advance(STARTING_MS);
    expect(pump.partition('u').leader).toBe(leader);
    expect(sendTo(pump, leader, 'u')).toBe('NOT_LEADER_OR_FOLLOWER');
    pump.advance(DELAY_MS);
    expect(sendTo(pump, leader, 'u')).toBe('NONE');
  });

  it('does not receive what is on its way when it is cut off from the controller', () => {
    const pump = cluster();
    delay(pump, 3);
    move(pump, 2);
    pump.do((one, nowMs) => one.disconnectFromController(3, nowMs));
    pump.advance(DELAY_MS * 2);
    expect(leaderAt(pump, 3)).toBe(1);
    pump.do((one, nowMs) => one.reconnectToController(3, nowMs));
    expect(leaderAt(pump, 3)).toBe(2);
  });

  it('goes on with what it knows while there is no controller', () => {
    const pump = cluster();
    delay(pump, 3);
    move(pump, 2);
    pump.do((one) => one.stopController());
    pump.advance(DELAY_MS * 2);
    expect(leaderAt(pump, 3)).toBe(1);
    pump.do((one, nowMs) => one.startController(nowMs));
    expect(leaderAt(pump, 3)).toBe(2);
  });

  it('names the coordinators that it knows, and does not coordinate before it knows that it does', () => {
    const pump = cluster();
    const find = (broker: number): number | undefined =>
      pump.ask<'FindCoordinator'>({ api: 'FindCoordinator', keyType: 'transaction', key: 'tx' }, broker).node?.id;
    find(1);
    pump.advance(10);
    const first = find(1)!;
    const [next] = [1, 2, 3].filter((id) => id !== first);
    const topic = '__transaction_state';
    delay(pump, next!);
    for (let partition = 0; partition < 50; partition++) {
      pump.do((one, nowMs) => one.setLeader(topic, partition, next!, nowMs));
    }
    expect(find(first)).toBe(next);
    expect(find(next!)).toBe(first);
    const init = {
      api: 'InitProducerId',
      transactionalId: 'tx',
      transactionTimeoutMs: 1_000,
      producerId: -1,
      producerEpoch: -1,
    } as const;
    expect(pump.ask<'InitProducerId'>(init, next).error).toBe('NOT_COORDINATOR');
    pump.advance(DELAY_MS);
    expect(find(next!)).toBe(next);
  });
});
