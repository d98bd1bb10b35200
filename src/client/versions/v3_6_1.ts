/**
 * The Java clients 3.6.1: the version that the others are patches on.
 */
import { apiRanges } from './api-ranges.ts';
import type { ClientVersion } from './client-version.ts';
import { adminKeys, consumerKeys } from './v3_6_1-admin-and-consumer-keys.ts';
import { PRODUCER_KEYS, type ProducerKeys } from './v3_6_1-producer-keys.ts';

/** The keys of producers, as types. */
export type NewProducerKeys = ProducerKeys;

export const V3_6_1: ClientVersion = {
  name: '3.6.1',
  commitId: '5e3c2b738d253ff5',
  apis: apiRanges({
    ApiVersions: [0, 3],
    Metadata: [0, 12],
    Produce: [0, 9],
    Fetch: [0, 15],
    ListOffsets: [0, 8],
    CreateTopics: [0, 7],
    DeleteTopics: [0, 6],
    CreatePartitions: [0, 3],
    DeleteRecords: [0, 2],
    DescribeConfigs: [0, 4],
    IncrementalAlterConfigs: [0, 1],
    ElectLeaders: [0, 2],
    AlterPartitionReassignments: [0, 0],
    ListPartitionReassignments: [0, 0],
    DescribeCluster: [0, 0],
    DescribeProducers: [0, 0],
    DescribeTransactions: [0, 0],
    ListTransactions: [0, 0],
    OffsetForLeaderEpoch: [0, 4],
    OffsetFetch: [0, 8],
    InitProducerId: [0, 4],
    FindCoordinator: [0, 4],
    // Version 4 is for brokers only.
    AddPartitionsToTxn: [0, 3],
    AddOffsetsToTxn: [0, 3],
    TxnOffsetCommit: [0, 3],
    EndTxn: [0, 3],
    // For brokers only.
    WriteTxnMarkers: [0, 1],
  }),
  keys: {
    producer: PRODUCER_KEYS,
    get admin() {
      return adminKeys();
    },
    get consumer() {
      return consumerKeys();
    },
  },
  // The double blanks are Kafka's spelling.
  partitioners: {
    'org.apache.kafka.clients.producer.RoundRobinPartitioner': null,
    'org.apache.kafka.clients.producer.UniformStickyPartitioner':
      'UniformStickyPartitioner is deprecated.  Please clear partitioner.class configuration setting and set ' +
      "partitioner.ignore.keys to 'true' to get the uniform sticky partitioning behavior",
    'org.apache.kafka.clients.producer.internals.DefaultPartitioner':
      'DefaultPartitioner is deprecated.  Please clear partitioner.class configuration setting to get the default ' +
      'partitioning behavior',
  },
  removedCalls: {},
  metrics: { 'bufferpool-wait-time-total': true, 'txn-prepare-time-ns-total': false },
  policies: {
    retryBackoff: 'constant',
    metadataBackoff: 'constant',
    backoffLimit: 'before jitter',
    leaderHints: 'ignored',
    metadataRecovery: 'none',
    throttleInTimeouts: 'counts',
    metadataTimeoutCause: 'none',
    abortableTransactions: 'unexpected',
    offsetCommitRetries: 'some',
    lostProducerId: 'next epoch',
    failedBatchInTransaction: 'as it is',
    epochAfterCommit: 'illegal',
    topicsInProduce: 'by name',
    flushInCallback: 'waits',
    sampleAge: 'from its start',
    leaderChange: 'another epoch',
    epochBump: 'early',
    flushAwaits: 'batches',
    mergedTopicIds: 'of the response',
    transactionProtocol: 'explicit',
    coordinatorLookup: 'at once',
    connectionWait: 'request timeout',
    failedAbortInClose: 'retried',
    partitionerCalls: 'twice',
    splitSize: 'batch.size',
    bufferReleasedWith: 'batch',
    tooManyInFlight: 'no idempotence',
  },
  reasons: {},
  texts: {
    batchExpired: (recordCount, partitionName, ageMs) =>
      `Expiring ${recordCount} record(s) for ${partitionName}:${ageMs} ms has passed since batch creation`,
    metadataTimeout: (topic, _partition, _count, maxBlockMs) =>
      `Topic ${topic} not present in metadata after ${maxBlockMs} ms.`,
    transactionTimeout: (_call, operation, maxBlockMs) =>
      `Timeout expired after ${maxBlockMs}ms while awaiting ${operation}`,
    tooManyInFlight: () =>
      'Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.',
    sequenceNotSet: (partitionName) =>
      `Trying to get the sequence number for ${partitionName}, but the sequence number was never set for this partition.`,
    unsupportedApi: (api) => `The broker does not support ${api}`,
    producerIdAndEpoch: (producerId, epoch) => `ProducerIdAndEpoch(producerId=${producerId}, epoch=${epoch})`,
    metadataErrors: (correlationId, errors) =>
      `Error while fetching metadata with correlation id ${correlationId} : ${errors}`,
    connectionRefused: (nodeId, address) =>
      `Connection to node ${nodeId} (${address}) could not be established. Broker may not be available.`,
    staleMetadata: (partitionName, error) =>
      `Received invalid metadata error in produce request on partition ${partitionName} due to ${error}. ` +
      'Going to request metadata update now',
    abortInCloseFailed: () => 'Error in kafka producer I/O thread while aborting transaction: ',
    // Only on level DEBUG.
    reconnectBackoffAlone: () => null,
    backoffAboveMaximum: () => null,
    throttleTime: () => '',
    unusedKeys: (names) => `These configurations '[${names}]' were supplied but are not used yet.`,
    node: ({ host, port, id, rack }) => `${host}:${port} (id: ${id} rack: ${rack ?? null})`,
  },
};
