/**
 * What differs between two versions of the clients, change by change, and why Kafka changed it.
 */
import type { ClientPolicies } from './client-policies.ts';
import type { ClientVersion } from './client-version.ts';

/** One difference between two versions that a run can show. */
export interface VersionChange {
  /** The policy, or the key of which the default has changed. */
  readonly name: string;
  /** What has changed, and in which KIP or issue of Kafka. */
  readonly reason: string;
  /** The newer version without this change. */
  readonly without: ClientVersion;
}

/** By policy: what the newest version does, and since when. */
const POLICY_REASONS: Readonly<Record<keyof ClientPolicies, string>> = {
  retryBackoff: 'KIP-580 (3.7): the backoff of a batch doubles with every attempt, with a random fifth more or less',
  metadataBackoff: 'KIP-580 (3.7): the backoff between metadata requests grows',
  backoffLimit: 'KIP-580 (3.7): the maximum of a backoff holds after its random factor',
  leaderHints: 'KIP-951 (3.7): the leader that the response to a produce or fetch request names is used at once',
  metadataRecovery: 'KIP-899 (3.8), KIP-1102 (4.0): a client that reaches no broker returns to bootstrap.servers',
  throttleInTimeouts: 'KAFKA-16083 (by 3.9): the time of throttling is added to request timeouts',
  metadataTimeoutCause:
    'KAFKA-16965 (3.9): the TimeoutException of a wait for metadata has the error of the topic as its cause',
  abortableTransactions: 'KIP-890 (3.8): TRANSACTION_ABORTABLE lets the transaction be aborted',
  offsetCommitRetries: 'Pull request 15266 (3.8): every retriable error of TxnOffsetCommit is retried',
  lostProducerId: 'KIP-890 (4.0): INVALID_PRODUCER_ID_MAPPING is fatal',
  failedBatchInTransaction: 'KIP-1050 (4.1): the error of a failed batch is wrapped in a TransactionAbortableException',
  epochAfterCommit: 'KIP-890 (4.0): a producer may take its next epoch after a commit',
  topicsInProduce: 'KIP-516 (4.1): produce requests name topics by id',
  flushInCallback: 'KIP-1118 (4.1): flush() in a callback throws instead of waiting forever',
  sampleAge: 'Pull request 15889 (3.8): metrics also count samples that overlap the window',
  leaderChange: 'KAFKA-15415 (3.7): only a newer leader epoch ends the backoff of a batch',
  epochBump: 'KAFKA-14397: when the next epoch is taken',
  flushAwaits: 'KAFKA-19479 (4.1): flush() also waits for the parts of a batch that was split',
  mergedTopicIds: 'KAFKA-15627 (3.7): the ids of topics that a metadata response does not name are kept',
  transactionProtocol: 'KIP-890 (4.0): the first write adds a partition to the transaction',
  coordinatorLookup: 'how the coordinator is looked up',
  connectionWait: 'KAFKA-17455 (4.0): the wait for a connection notices that a throttling is over',
  failedAbortInClose: 'KAFKA-16217 (3.8): close() does not retry an abort that fails',
  partitionerCalls: 'KAFKA-9965 (4.0): a partitioner is called once per record, not twice for the first of a batch',
  splitSize: 'KAFKA-8350 (4.3): a batch that is too large again is split into halves',
  bufferReleasedWith: 'KAFKA-19012 (4.2): the memory of a batch is not free before its request has ended',
  tooManyInFlight: 'by 4.3: more than five requests in flight are refused unless idempotence is off',
};

const KEY_REASONS: Readonly<Record<string, string>> = {
  'linger.ms': 'KIP-1030 (4.0)',
  'metadata.recovery.strategy': 'KIP-1102 (4.0)',
};

/** The changes from `older` to `newer`, each of which can be left out by itself. */
export function changesBetween(older: ClientVersion, newer: ClientVersion): readonly VersionChange[] {
  return [...policyChanges(older, newer), ...defaultChanges(older, newer)];
}

function policyChanges(older: ClientVersion, newer: ClientVersion): readonly VersionChange[] {
  const names = Object.keys(newer.policies) as (keyof ClientPolicies)[];
  return names
    .filter((name) => older.policies[name] !== newer.policies[name])
    .map((name) => ({
      name,
      reason: POLICY_REASONS[name],
      without: { ...newer, policies: { ...newer.policies, [name]: older.policies[name] } },
    }));
}

/** Of the keys of producers that both versions have. */
function defaultChanges(older: ClientVersion, newer: ClientVersion): readonly VersionChange[] {
  const keys = newer.keys.producer;
  return Object.keys(keys).flatMap((name) => {
    const before = older.keys.producer[name];
    const after = keys[name];
    if (before === undefined || after === undefined || before.default === after.default) return [];
    // Other values are only written in another way.
    if (!isPlain(before.default) || !isPlain(after.default)) return [];
    const why = KEY_REASONS[name];
    const reason = `${why === undefined ? '' : `${why}: `}${name} is ${after.default} by default, was ${before.default}`;
    const without = {
      ...newer,
      keys: { ...newer.keys, producer: { ...keys, [name]: { ...after, default: before.default } } },
    };
    return [{ name, reason, without }];
  });
}

function isPlain(value: unknown): boolean {
  return ['number', 'string', 'boolean'].includes(typeof value);
}
