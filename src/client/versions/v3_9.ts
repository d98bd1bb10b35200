/**
 * The Java clients 3.9.0: what has changed since 3.6.1.
 */
import { type ClientVersion, patch } from './client-version.ts';
import { V3_6_1 } from './v3_6_1.ts';

/** The keys that are new for every client. */
const CLIENT_KEYS = {
  /**
   * Longest wait before a failed request is sent again, and between metadata requests, in ms: the wait doubles from retry.backoff.ms up to
   * it, with a random fifth more or less (KIP-580). Since 3.7. Default 1000.
   */
  'retry.backoff.max.ms': { after: 'retry.backoff.ms', type: 'LONG', default: 1000, min: 0 },
  /** Whether metrics are pushed to the cluster if it asks for them (KIP-714). No broker here does. Since 3.7. Default true. */
  'enable.metrics.push': { type: 'BOOLEAN', default: true },
  /** Whether the client id and secret are encoded in requests for OAuth tokens. Without effect here. Since 3.9. Default false. */
  'sasl.oauthbearer.header.urlencode': { after: 'sasl.oauthbearer.expected.issuer', type: 'BOOLEAN', default: false },
} as const;

/** A key that is new for every client, and comes first. */
const RECOVERY_KEY = {
  /**
   * What a client does when none of the brokers that it knows can be reached: `none`, or `rebootstrap`, which starts again from
   * bootstrap.servers (KIP-899). Since 3.8. Default `none`; `rebootstrap` since 4.0.
   */
  'metadata.recovery.strategy': { type: 'STRING', default: 'none', oneOfIgnoringCase: ['REBOOTSTRAP', 'NONE'] },
} as const;

const PRODUCER_KEYS = {
  /** Level of compression with gzip: 1 to 9, or -1 for that of zlib. Since 3.8. Default -1. */
  'compression.gzip.level': { after: 'compression.type', type: 'INT', default: -1, min: 1, max: 9, orEqualTo: -1 },
  /** Level of compression with lz4: 1 to 17. Since 3.8. Default 9. */
  'compression.lz4.level': { type: 'INT', default: 9, min: 1, max: 17 },
  /** Level of compression with zstd: -131072 to 22. Since 3.8. Default 3. */
  'compression.zstd.level': { type: 'INT', default: 3, min: -131_072, max: 22 },
} as const;

/** The keys of producers that are new, as types: each may be set, and is refused by an older version. */
export type NewProducerKeys = typeof CLIENT_KEYS & typeof RECOVERY_KEY & typeof PRODUCER_KEYS;

export const V3_9: ClientVersion = patch(V3_6_1, {
  name: '3.9.0',
  commitId: '84caaa6e9da06435',
  apis: {
    Produce: { oldest: 0, latest: 11 },
    Fetch: { oldest: 0, latest: 17 },
    ListOffsets: { oldest: 0, latest: 9 },
    OffsetFetch: { oldest: 0, latest: 9 },
    FindCoordinator: { oldest: 0, latest: 6 },
    ApiVersions: { oldest: 0, latest: 4 },
    InitProducerId: { oldest: 0, latest: 5 },
    AddOffsetsToTxn: { oldest: 0, latest: 4 },
    TxnOffsetCommit: { oldest: 0, latest: 4 },
    EndTxn: { oldest: 0, latest: 4 },
    DescribeCluster: { oldest: 0, latest: 1 },
    ListGroups: { oldest: 0, latest: 5 },
    ListTransactions: { oldest: 0, latest: 1 },
  },
  keys: {
    all: { ...RECOVERY_KEY, ...CLIENT_KEYS },
    producer: PRODUCER_KEYS,
  },
  policies: {
    retryBackoff: 'exponential',
    metadataBackoff: 'growing',
    backoffLimit: 'after jitter',
    leaderHints: 'used',
    metadataRecovery: 'strategy',
    throttleInTimeouts: 'added',
    metadataTimeoutCause: 'topic error',
    abortableTransactions: 'abortable',
    offsetCommitRetries: 'all retriable',
    failedAbortInClose: 'forces close',
    sampleAge: 'from its last event',
    leaderChange: 'newer epoch',
    mergedTopicIds: 'kept',
  },
  reasons: {
    retryBackoff: 'KIP-580 (3.7): the backoff of a batch doubles with every attempt, with a random fifth more or less',
    metadataBackoff: 'KIP-580 (3.7): the backoff between metadata requests grows',
    backoffLimit: 'KIP-580 (3.7): the maximum of a backoff holds after its random factor',
    leaderHints: 'KIP-951 (3.7): the leader that the response to a produce or fetch request names is used at once',
    metadataRecovery:
      'KIP-899 (3.8): a client that reaches no broker returns to bootstrap.servers, if it is configured to',
    throttleInTimeouts: 'KAFKA-16083 (by 3.9): the time of throttling is added to request timeouts',
    metadataTimeoutCause:
      'KAFKA-16965 (3.9): the TimeoutException of a wait for metadata has the error of the topic as its cause',
    abortableTransactions: 'KIP-890 (3.8): TRANSACTION_ABORTABLE lets the transaction be aborted',
    offsetCommitRetries: 'Pull request 15266 (3.8): every retriable error of TxnOffsetCommit is retried',
    failedAbortInClose: 'KAFKA-16217 (3.8): close() does not retry an abort that fails',
    sampleAge: 'Pull request 15889 (3.8): metrics also count samples that overlap the window',
    leaderChange: 'KAFKA-15415 (3.7): only a newer leader epoch ends the backoff of a batch',
    mergedTopicIds: 'KAFKA-15627 (3.7): the ids of topics that a metadata response does not name are kept',
  },
  texts: {
    sequenceNotSet: (partitionName) =>
      `Trying to get txnPartitionEntry for ${partitionName}, but it was never set for this partition.`,
    unsupportedApi: (api) => `The node does not support ${api}`,
    producerIdAndEpoch: (producerId, epoch) => `(producerId=${producerId}, epoch=${epoch})`,
    metadataErrors: (correlationId, errors) =>
      `The metadata response from the cluster reported a recoverable issue with correlation id ${correlationId} : ${errors}`,
    connectionRefused: (nodeId, address) =>
      `Connection to node ${nodeId} (${address}) could not be established. Node may not be available.`,
    // The missing full stop is Kafka's.
    staleMetadata: (partitionName, error) =>
      `Received invalid metadata error in produce request on partition ${partitionName} due to ${error} ` +
      'Going to request metadata update now',
    // "when during" is Kafka's spelling.
    reconnectBackoffAlone: () =>
      'Disabling exponential reconnect backoff because reconnect.backoff.ms is set, but reconnect.backoff.max.ms is not.',
    backoffAboveMaximum: (key, value, maximumKey, maximum, what) =>
      `Configuration '${key}' with value '${value}' is greater than configuration '${maximumKey}' with value '${maximum}'. ` +
      `A static ${what} with value '${maximum}' will be applied.`,
    throttleTime: (ms) => `throttle time: ${ms}ms, `,
    abortInCloseFailed: () => 'Error in kafka producer I/O thread while aborting transaction when during closing: ',
  },
});
