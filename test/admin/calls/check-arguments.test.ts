import { type AdminClient, NewTopic, Simulation } from 'kafka-trial';
import { IllegalArgumentException } from 'kafka-trial/errors';
import { describe, expect, it } from 'vitest';

const admin: AdminClient = new Simulation().admin();
const P = { topic: 't', partition: 0 };
/** A value of a type that does not compile. */
const wrong = (value: unknown): never => value as never;

describe('The calls of an admin client', () => {
  it.each<[string, () => unknown, string]>([
    [
      'topics that are not in a list',
      () => admin.createTopics(wrong({ name: 't' })),
      'admin.createTopics(newTopics): expected an array',
    ],
    [
      'a topic that is a name',
      () => admin.createTopics(wrong(['t'])),
      'expected a topic, { name, numPartitions, replicationFactor }, got "t"',
    ],
    [
      'a topic without a name',
      () => admin.createTopics(wrong([{ numPartitions: 1 }])),
      "option 'name': expected a string, got undefined",
    ],
    [
      'a field that does not exist',
      () => admin.createTopics(wrong([{ name: 't', partitions: 2 }])),
      "there is no option 'partitions'. Did you mean 'numPartitions'? The options are name, numPartitions",
    ],
    [
      'a number as text',
      () => admin.createTopics(wrong([{ name: 't', numPartitions: '2' }])),
      "option 'numPartitions': expected a whole number",
    ],
    [
      'a number as text in NewTopic',
      () => admin.createTopics([new NewTopic('t', 1, wrong('2'))]),
      "option 'replicationFactor'",
    ],
    [
      'a number of partitions as text in NewTopic',
      () => admin.createTopics([new NewTopic('t', wrong('3'))]),
      `option 'numPartitions': expected a whole number, got "3"`,
    ],
    [
      'no options',
      () => admin.createTopics([], wrong(null)),
      'admin.createTopics(): expected an object with options, got null',
    ],
    [
      'a configuration with numbers',
      () => admin.createTopics(wrong([{ name: 't', configs: { a: 1 } }])),
      'an object whose values are strings',
    ],
    [
      'an assignment without lists',
      () => admin.createTopics(wrong([{ name: 't', replicasAssignments: [1, 2] }])),
      'an array with an array of broker ids',
    ],
    [
      'an unknown option',
      () => admin.createTopics([], wrong({ timeout: 5 })),
      "there is no option 'timeout'. Did you mean 'timeoutMs'?",
    ],
    [
      'a timeout as text',
      () => admin.listTopics(wrong({ timeoutMs: '5' })),
      'a whole number of ms, or Infinity, got "5"',
    ],
    ['a timeout that is not a number', () => admin.describeCluster({ timeoutMs: Number.NaN }), 'got NaN'],
    [
      'a name in place of a list',
      () => admin.deleteTopics('orders'),
      'expected an array or another iterable, got "orders"',
    ],
    ['a topic that is no string', () => admin.describeTopics(wrong([7])), 'expected a string, got 7'],
    [
      'a number of partitions alone',
      () => admin.createPartitions(wrong({ t: 6 })),
      "admin.createPartitions(newPartitions), topic 't'",
    ],
    ['no partitions at all', () => admin.createPartitions(wrong(null)), 'an object, a Map or an array of pairs'],
    ['an offset alone', () => admin.deleteRecords(wrong([[P, 5]])), 'an object with options, got 5'],
    ['a partition alone', () => admin.listOffsets(wrong([P])), 'expected a pair, [key, value]'],
    [
      'a partition by name',
      () => admin.listOffsets(wrong([['t-0', { timestampMs: 1 }]])),
      'a partition, { topic, partition }, got "t-0"',
    ],
    ['a time as a date', () => admin.listOffsets(wrong([[P, { timestampMs: new Date(0) }]])), "option 'timestampMs'"],
    [
      'an unknown isolation level',
      () => admin.listOffsets([], wrong({ isolationLevel: 'x' })),
      "'read_uncommitted' or 'read_committed'",
    ],
    ['a group alone', () => admin.listConsumerGroupOffsets(wrong('billing')), 'an object, a Map or an array of pairs'],
    [
      'a resource of another type',
      () => admin.describeConfigs(wrong([{ type: 'topic', name: 't' }])),
      "'TOPIC', 'BROKER' or 'BROKER_LOGGER'",
    ],
    ['a resource by name', () => admin.describeConfigs(wrong(['t'])), 'a resource, { type, name }, got "t"'],
    [
      'a change without a value',
      () => admin.incrementalAlterConfigs(wrong([[{ type: 'TOPIC', name: 't' }, [{ name: 'a' }]]])),
      "option 'value': expected a string or null",
    ],
    [
      'an unknown operation',
      () =>
        admin.incrementalAlterConfigs(
          wrong([[{ type: 'TOPIC', name: 't' }, [{ name: 'a', value: 'b', opType: 'ADD' }]]]),
        ),
      "option 'opType'",
    ],
    ['an unknown election', () => admin.electLeaders(wrong('preferred'), null), "'PREFERRED' or 'UNCLEAN'"],
    [
      'replicas that are no list',
      () => admin.alterPartitionReassignments(wrong([[P, { targetReplicas: 3 }]])),
      'an array of broker ids',
    ],
    [
      'partitions that are no list',
      () => admin.listPartitionReassignments(wrong(P)),
      'admin.listPartitionReassignments(partitions)',
    ],
    ['a broker by name', () => admin.describeProducers([P], wrong({ brokerId: 'broker-1' })), "option 'brokerId'"],
    [
      'an id that is no string',
      () => admin.describeTransactions(wrong([1])),
      'admin.describeTransactions(transactionalIds)',
    ],
    [
      'states that are no list',
      () => admin.listTransactions(wrong({ filteredStates: 'Ongoing' })),
      "option 'filteredStates'",
    ],
    [
      'a transaction without an epoch',
      () => admin.abortTransaction(wrong({ topicPartition: P, producerId: 1 })),
      "option 'producerEpoch'",
    ],
    ['ids that are no list', () => admin.fenceProducers('billing'), 'admin.fenceProducers(transactionalIds)'],
  ])('refuse %s', (_what, call, message) => {
    expect(call).toThrow(IllegalArgumentException);
    expect(call).toThrow(message);
  });
});
