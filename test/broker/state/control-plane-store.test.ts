import { describe, expect, it } from 'vitest';
import { resolveBrokerConfig } from '../../../src/broker/config/broker-config.ts';
import type { PartitionState, TopicState } from '../../../src/broker/state/control-plane.ts';
import { ControlPlaneStore } from '../../../src/broker/state/control-plane-store.ts';

const NODES = [1, 2, 3].map((id) => ({ id, host: `broker-${id}`, port: 9092 }));

const CHANGES: Record<string, (store: ControlPlaneStore) => void> = {
  'another controller': (store) => store.setController(3),
  'a block of producer ids': (store) => store.takeProducerIds(1000),
  'a broker that goes down': (store) => store.alterBroker(2, { isUp: false }),
  'a new leader': (store) => store.alterPartition('orders', 0, { leader: 2, leaderEpoch: 1, isr: [2, 3] }),
  'a reassignment': (store) => store.alterPartition('orders', 0, { targetReplicas: [3], addingReplicas: [3] }),
  'a topic that is removed': (store) => store.removeTopic('orders'),
};

describe('ControlPlaneStore', () => {
  it.each(Object.entries(CHANGES))(
    'makes a new frozen state for %s, and leaves the one before as it was',
    (_, change) => {
      const store = storeWithTopic();
      const before = store.current;
      const textBefore = textOf(before);
      change(store);
      expect(store.current).not.toBe(before);
      expect(textOf(store.current)).not.toBe(textBefore);
      expect(textOf(before)).toBe(textBefore);
      expect(notFrozen(store.current.brokers)).toEqual([]);
      expect(notFrozen(store.current.topics)).toEqual([]);
    },
  );

  it('shares what has not changed', () => {
    const store = storeWithTopic();
    const before = store.current;
    store.alterBroker(2, { isUp: false });
    expect(store.current.brokers[0]).toBe(before.brokers[0]);
    expect(store.current.topics[0]).toBe(before.topics[0]);
  });

  it('makes no new state for the controller that it has', () => {
    const store = storeWithTopic();
    const before = store.current;
    store.setController(before.controllerId);
    expect(store.current).toBe(before);
  });

  it('hands out every producer id once', () => {
    const store = storeWithTopic();
    expect([store.takeProducerIds(1000), store.takeProducerIds(500), store.takeProducerIds(1)]).toEqual([
      0, 1000, 1500,
    ]);
  });
});

function storeWithTopic(): ControlPlaneStore {
  const store = new ControlPlaneStore(NODES, 'cluster', 0, resolveBrokerConfig({}).mode);
  const ids = Object.freeze([1, 2, 3]);
  const partition: PartitionState = {
    partition: 0,
    replicas: ids,
    leader: 1,
    leaderEpoch: 0,
    partitionEpoch: 0,
    isr: ids,
  };
  const topic: TopicState = {
    name: 'orders',
    topicId: 'id',
    isInternal: false,
    configs: Object.freeze({}),
    partitions: Object.freeze([Object.freeze(partition)]),
    isAnnounced: true,
  };
  store.addTopic(Object.freeze(topic));
  return store;
}

function textOf({ topics, ...rest }: ControlPlaneStore['current']): string {
  return JSON.stringify({ ...rest, topics: [...topics] });
}

/** The parts of a state that are not frozen, but for the nodes, which are given. */
function notFrozen(value: unknown, place = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.isFrozen(value) ? [] : [place];
  return own.concat(
    ...Object.entries(value).map(([name, part]) => (name === 'node' ? [] : notFrozen(part, `${place}.${name}`))),
  );
}
