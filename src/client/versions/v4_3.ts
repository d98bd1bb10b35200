/**
 * The Java clients 4.3.1: what has changed since 3.9.0.
 */

import type { TransactionalCall } from './client-texts.ts';
import { type ClientVersion, patch } from './client-version.ts';
import { V3_9 } from './v3_9.ts';

/** The keys of OAuth that are new for every client. All of them are without effect here. */
const OAUTH_KEYS = {
  /** Class that fetches tokens. Since 4.1. Default: Kafka's own. */
  'sasl.oauthbearer.jwt.retriever.class': {
    after: 'sasl.login.retry.backoff.ms',
    type: 'CLASS',
    default: 'org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever',
  },
  /** Class that checks tokens. Since 4.1. Default: Kafka's own. */
  'sasl.oauthbearer.jwt.validator.class': {
    type: 'CLASS',
    default: 'org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator',
  },
  /** Scope to ask for. Since 4.1. Default `null`. */
  'sasl.oauthbearer.scope': { type: 'STRING', default: null },
  /** Id of the client. Since 4.1. Default `null`. */
  'sasl.oauthbearer.client.credentials.client.id': { type: 'STRING', default: null },
  /** Secret of the client. Since 4.1. Default `null`. */
  'sasl.oauthbearer.client.credentials.client.secret': { type: 'PASSWORD', default: null },
  /** Algorithm that signs assertions. Since 4.1. Default `RS256`. */
  'sasl.oauthbearer.assertion.algorithm': {
    type: 'STRING',
    default: 'RS256',
    oneOfIgnoringCase: ['ES256', 'RS256'],
  },
  /** Audience of an assertion. Since 4.1. Default `null`. */
  'sasl.oauthbearer.assertion.claim.aud': { type: 'STRING', default: null },
  /** How long an assertion is valid, in seconds. Since 4.1. Default 300. */
  'sasl.oauthbearer.assertion.claim.exp.seconds': { type: 'INT', default: 300, min: 0, max: 86_400 },
  /** Issuer of an assertion. Since 4.1. Default `null`. */
  'sasl.oauthbearer.assertion.claim.iss': { type: 'STRING', default: null },
  /** Whether an assertion has an id. Since 4.1. Default false. */
  'sasl.oauthbearer.assertion.claim.jti.include': { type: 'BOOLEAN', default: false },
  /** How long before it is made an assertion is valid, in seconds. Since 4.1. Default 60. */
  'sasl.oauthbearer.assertion.claim.nbf.seconds': { type: 'INT', default: 60, min: 0, max: 3600 },
  /** Subject of an assertion. Since 4.1. Default `null`. */
  'sasl.oauthbearer.assertion.claim.sub': { type: 'STRING', default: null },
  /** File with an assertion. Since 4.1. Default `null`. */
  'sasl.oauthbearer.assertion.file': { type: 'STRING', default: null },
  /** File with the key that signs assertions. Since 4.1. Default `null`. */
  'sasl.oauthbearer.assertion.private.key.file': { type: 'STRING', default: null },
  /** Passphrase of that key. Since 4.1. Default `null`. */
  'sasl.oauthbearer.assertion.private.key.passphrase': { type: 'PASSWORD', default: null },
  /** File with further headers and claims of assertions. Since 4.1. Default `null`. */
  'sasl.oauthbearer.assertion.template.file': { type: 'STRING', default: null },
} as const;

/** Further keys that are new for every client. */
const CLIENT_KEYS = {
  /**
   * How long a client with metadata.recovery.strategy `rebootstrap` asks for metadata in vain, in ms, before it closes all connections and
   * starts again from bootstrap.servers (KIP-1102). Since 4.0. Default 300000.
   */
  'metadata.recovery.rebootstrap.trigger.ms': {
    after: 'metadata.recovery.strategy',
    type: 'LONG',
    default: 300_000,
    min: 0,
  },
  /** Classes that provide values of other keys. Without effect here. Since 4.2. Default: none. */
  'config.providers': { type: 'LIST', default: [], distinct: true },
} as const;

const PRODUCER_KEYS = {
  /** Whether transactions are committed in two phases and never expire (KIP-939). Without effect here. Since 4.2. Default false. */
  'transaction.two.phase.commit.enable': { after: 'transactional.id', type: 'BOOLEAN', default: false },
} as const;

/** The keys of producers that are new, as types: each may be set, and is refused by an older version. */
export type NewProducerKeys = typeof OAUTH_KEYS & typeof CLIENT_KEYS & typeof PRODUCER_KEYS;

/** Why transactional calls time out. Only the first has a full stop, as in Java. */
const TIMEOUTS: Readonly<Record<TransactionalCall, string>> = {
  initTransactions:
    'InitTransactions timed out - did not complete coordinator discovery or receive the InitProducerId response within max.block.ms.',
  sendOffsetsToTransaction:
    'SendOffsetsToTransaction timed out - did not reach the coordinator or receive the TxnOffsetCommit/AddOffsetsToTxn response within max.block.ms',
  commitTransaction:
    'CommitTransaction timed out - did not complete EndTxn with the transaction coordinator within max.block.ms',
  abortTransaction:
    'AbortTransaction timed out - did not complete EndTxn(abort) with the transaction coordinator within max.block.ms',
};

const STICKY_PARTITIONER = { release: '4.0', source: 'KIP-794, KAFKA-18262' };

/** All were deprecated: the first since 3.0, those of describeTopics() since 3.1, that of deleteTopics() since 3.0. */
const REMOVED_CALLS = {
  'sendOffsetsToTransaction(offsets, groupId)': {
    release: '4.0',
    source: 'KIP-447, KAFKA-12690',
    instead:
      'Call sendOffsetsToTransaction(offsets, consumer.groupMetadata()), or pass { groupId } if there is no consumer',
  },
  'DescribeTopicsResult.values()': {
    release: '4.0',
    source: 'KAFKA-18289',
    instead: 'Call topicNameValues() instead',
  },
  'DescribeTopicsResult.all()': {
    release: '4.0',
    source: 'KAFKA-18289',
    instead: 'Call allTopicNames() instead',
  },
  'DeleteTopicsResult.values()': {
    release: '4.0',
    source: 'KAFKA-18093',
    instead: 'Call topicNameValues() instead',
  },
} as const;

/** The methods that are removed, as types. */
export type RemovedNow = keyof typeof REMOVED_CALLS;

const JMX_REPORTER = 'org.apache.kafka.common.metrics.JmxReporter';

export const V4_3: ClientVersion = patch(V3_9, {
  name: '4.3.1',
  commitId: '26b251a451ce941d',
  apis: {
    // Brokers before 2.1 are not supported any more (KIP-896).
    Produce: { oldest: 3, latest: 13 },
    Fetch: { oldest: 4, latest: 18 },
    ListOffsets: { oldest: 1, latest: 11 },
    Metadata: { oldest: 0, latest: 13 },
    OffsetCommit: { oldest: 2, latest: 10 },
    OffsetFetch: { oldest: 1, latest: 10 },
    CreateTopics: { oldest: 2, latest: 7 },
    DeleteTopics: { oldest: 1, latest: 6 },
    // Version 6 is for two-phase commits, which are still in the making.
    InitProducerId: { oldest: 0, latest: 5 },
    OffsetForLeaderEpoch: { oldest: 2, latest: 4 },
    TxnOffsetCommit: { oldest: 0, latest: 5 },
    EndTxn: { oldest: 0, latest: 5 },
    WriteTxnMarkers: { oldest: 1, latest: 2 },
    DescribeConfigs: { oldest: 1, latest: 4 },
    DescribeGroups: { oldest: 0, latest: 6 },
    AlterPartitionReassignments: { oldest: 0, latest: 1 },
    DescribeCluster: { oldest: 0, latest: 2 },
    ListTransactions: { oldest: 0, latest: 2 },
  },
  keys: {
    all: {
      ...CLIENT_KEYS,
      ...OAUTH_KEYS,
      'auto.include.jmx.reporter': null,
      'metadata.recovery.strategy': { default: 'rebootstrap' },
      'metric.reporters': { default: [JMX_REPORTER], nonNull: false, distinct: true },
      'ssl.cipher.suites': { default: [], distinct: true },
      'ssl.enabled.protocols': { distinct: true },
      'sasl.oauthbearer.expected.audience': { default: [], distinct: true },
    },
    producer: {
      ...PRODUCER_KEYS,
      'bootstrap.servers': { default: undefined, nonNull: false, nonEmpty: true, distinct: true },
      'linger.ms': { default: 5 },
      'interceptor.classes': { nonNull: false, distinct: true },
    },
    admin: { 'bootstrap.servers': { distinct: true }, 'enable.metrics.push': { default: false } },
    consumer: {
      'bootstrap.servers': { default: undefined, nonNull: false, nonEmpty: true, distinct: true },
      'partition.assignment.strategy': { nonNull: false, distinct: true },
      'interceptor.classes': { nonNull: false, distinct: true },
    },
  },
  partitioners: {
    'org.apache.kafka.clients.producer.UniformStickyPartitioner': {
      ...STICKY_PARTITIONER,
      instead: "Leave partitioner.class out, and set partitioner.ignore.keys to 'true'",
    },
    'org.apache.kafka.clients.producer.internals.DefaultPartitioner': {
      ...STICKY_PARTITIONER,
      instead: 'Leave partitioner.class out',
    },
  },
  removedCalls: REMOVED_CALLS,
  // KAFKA-17924 (4.0) removed the first. The second came with KIP-939; what it measures, prepareTransaction(), is not modelled.
  metrics: { 'bufferpool-wait-time-total': false, 'txn-prepare-time-ns-total': true },
  policies: {
    metadataRecovery: 'strategy and trigger',
    lostProducerId: 'fatal',
    failedBatchInTransaction: 'wrapped',
    epochAfterCommit: 'legal',
    topicsInProduce: 'by id',
    flushInCallback: 'refused',
    flushAwaits: 'batches and their parts',
    partitionerCalls: 'once',
    splitSize: 'half again',
    bufferReleasedWith: 'request',
    tooManyInFlight: 'refused',
    connectionWait: 'poll delay',
    transactionProtocol: 'implicit if finalized',
  },
  reasons: {
    metadataRecovery: 'KIP-899 (3.8), KIP-1102 (4.0): a client that reaches no broker returns to bootstrap.servers',
    lostProducerId: 'KIP-890 (4.0): INVALID_PRODUCER_ID_MAPPING is fatal',
    failedBatchInTransaction:
      'KIP-1050 (4.1): the error of a failed batch is wrapped in a TransactionAbortableException',
    epochAfterCommit: 'KIP-890 (4.0): a producer may take its next epoch after a commit',
    topicsInProduce: 'KIP-516 (4.1): produce requests name topics by id',
    flushInCallback: 'KIP-1118 (4.1): flush() in a callback throws instead of waiting forever',
    flushAwaits: 'KAFKA-19479 (4.1): flush() also waits for the parts of a batch that was split',
    partitionerCalls: 'KAFKA-9965 (4.0): a partitioner is called once per record, not twice for the first of a batch',
    splitSize: 'KAFKA-8350 (4.3): a batch that is too large again is split into halves',
    bufferReleasedWith: 'KAFKA-19012 (4.2): the memory of a batch is not free before its request has ended',
    tooManyInFlight: 'by 4.3: more than five requests in flight are refused unless idempotence is off',
    connectionWait: 'KAFKA-17455 (4.0): the wait for a connection notices that a throttling is over',
    transactionProtocol: 'KIP-890 (4.0): the first write adds a partition to the transaction',
    'linger.ms': 'KIP-1030 (4.0)',
    'metadata.recovery.strategy': 'KIP-1102 (4.0)',
  },
  texts: {
    batchExpired: (recordCount, partitionName, ageMs) =>
      `${V3_9.texts.batchExpired(recordCount, partitionName, ageMs)}. ` +
      'The request has not been sent, or no server response has been received yet.',
    metadataTimeout: (topic, partition, count, maxBlockMs) =>
      count === undefined
        ? `Topic ${topic} not present in metadata after ${maxBlockMs} ms.`
        : `Partition ${partition} of topic ${topic} with partition count ${count} is not present in metadata after ${maxBlockMs} ms.`,
    transactionTimeout: (call, operation, maxBlockMs) =>
      `${V3_9.texts.transactionTimeout(call, operation, maxBlockMs)}. ${TIMEOUTS[call]}`,
    tooManyInFlight: (maxInFlight) =>
      'To use the idempotent producer, max.in.flight.requests.per.connection must be set to at most 5. ' +
      `Current value is ${maxInFlight}.`,
    unusedKeys: () => null,
    node: ({ host, port, id, rack }) => `${host}:${port} (id: ${id} rack: ${rack ?? null} isFenced: false)`,
  },
});
