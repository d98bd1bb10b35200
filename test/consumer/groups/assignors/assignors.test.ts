/**
 * Covers: src/consumer/groups/assignors/range.ts, src/consumer/groups/assignors/round-robin.ts, src/consumer/groups/assignors/sticky.ts,
 * src/consumer/groups/assignors/constrained-assignment.ts, src/consumer/groups/assignors/general-assignment.ts,
 * src/consumer/groups/assignors/owned-partitions.ts, src/consumer/groups/assignors/partition-movements.ts,
 * src/consumer/groups/assignors/by-java-name.ts, src/protocol/java-hash-order.ts
 *
 * recorded/kafka-clients-3.6.1.txt has pairs of lines: what the assignor of that Java client was given, and what it returned. The groups
 * in it are random.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assignorsNamed, commonProtocol } from '../../../../src/consumer/groups/assignors/by-java-name.ts';
import type { Subscription } from '../../../../src/consumer/groups/assignors/partition-assignor.ts';
import type { TopicPartition } from '../../../../src/protocol/cluster/topic-partition.ts';
import { KafkaException } from '../../../../src/protocol/errors/exceptions.ts';

const PACKAGE = 'org.apache.kafka.clients.consumer';
const JAVA_NAMES: Record<string, string> = {
  range: 'RangeAssignor',
  roundrobin: 'RoundRobinAssignor',
  sticky: 'StickyAssignor',
  'cooperative-sticky': 'CooperativeStickyAssignor',
};

const recorded = readFileSync(new URL('recorded/kafka-clients-3.6.1.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const cases = recorded.flatMap((input, i) => (i % 2 === 0 ? [{ input, output: recorded[i + 1]! }] : []));

function listOf(text: string): string[] {
  return text === '' ? [] : text.split(',');
}

function partitionOf(text: string): TopicPartition {
  const [topic = '', partition] = text.split(':');
  return { topic, partition: Number(partition) };
}

/** A member is `id|group.instance.id|topics|generation|owned partitions|user data`. */
function memberOf(text: string): [string, Subscription] {
  const [id = '', instance = '', topics = '', generation, owned = '', userData = ''] = text.split('|');
  const subscription: Subscription = {
    topics: listOf(topics),
    userData: userData === '-' ? null : Uint8Array.from(Buffer.from(userData, 'hex')),
    ownedPartitions: listOf(owned).map(partitionOf),
    generationId: Number(generation) < 0 ? null : Number(generation),
    groupInstanceId: instance === '' ? null : instance,
  };
  return [id, subscription];
}

function assigned(input: string): string {
  const [name = '', topics = '', ...members] = input.split(';');
  const [assignor] = assignorsNamed([`${PACKAGE}.${JAVA_NAMES[name]}`]);
  const counts = new Map(
    listOf(topics).map((topic): [string, number] => [topic.split('=')[0]!, Number(topic.split('=')[1])]),
  );
  const assignment = assignor!.assign(counts, new Map(members.map(memberOf)));
  const ids = [...assignment.keys()].toSorted();
  const partitions = (id: string): string =>
    assignment
      .get(id)!
      .map((one) => `${one.topic}:${one.partition},`)
      .join('');
  return ids.map((id) => `${id}=${partitions(id)};`).join('');
}

describe('The assignors assign as those of the Java client 3.6.1', () => {
  for (const name of Object.keys(JAVA_NAMES)) {
    it(name, () => {
      const own = cases.filter(({ input }) => input.startsWith(`${name};`));
      expect(own.length).toBeGreaterThan(50);
      expect(own.map(({ input }) => assigned(input))).toEqual(own.map(({ output }) => output));
    });
  }
});

describe('The assignors of a consumer', () => {
  it('are those that partition.assignment.strategy names', () => {
    const names = Object.values(JAVA_NAMES).map((name) => `${PACKAGE}.${name}`);
    expect(assignorsNamed(names).map(({ name }) => name)).toEqual(Object.keys(JAVA_NAMES));
    expect(() => assignorsNamed(['com.example.Own'])).toThrow('com.example.Own is not an assignor that there is here.');
    expect(() => assignorsNamed(['toString'])).toThrow('toString ClassNotFoundException exception occurred');
    expect(() => assignorsNamed([names[0], names[0]])).toThrow(KafkaException);
  });

  it('rebalance cooperatively if all of them can', () => {
    const protocolOf = (...names: string[]): string =>
      commonProtocol(assignorsNamed(names.map((name) => `${PACKAGE}.${name}`)));
    expect(protocolOf('CooperativeStickyAssignor')).toBe('COOPERATIVE');
    expect(protocolOf('RangeAssignor', 'CooperativeStickyAssignor')).toBe('EAGER');
    expect(protocolOf('StickyAssignor', 'RoundRobinAssignor')).toBe('EAGER');
  });

  it('do not share what they remember', () => {
    const [first, second] = [1, 2].flatMap(() => assignorsNamed([`${PACKAGE}.StickyAssignor`]));
    first!.onAssignment([{ topic: 'payments', partition: 0 }], 3);
    expect(first!.subscriptionUserData()).not.toBeNull();
    expect(second!.subscriptionUserData()).toBeNull();
  });
});
