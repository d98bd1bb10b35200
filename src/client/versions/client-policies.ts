/**
 * The behaviours in which versions of the Java clients differ, each a choice with a name. The module that acts on a policy has
 * a table of its choices, from which a client picks one when it is made; nothing else asks for a client's version.
 */

export interface ClientPolicies {
  /**
   * How long a batch waits before it is sent again, and so a call of an admin client, and a consumer's look-up of its coordinator, heartbeat,
   * commit or read of committed offsets. `constant`: retry.backoff.ms, however often it has failed. `exponential`, since 3.7 (KIP-580): it
   * doubles each time up to retry.backoff.max.ms, with a random factor. Table: src/client/backoff/retry-backoff.ts.
   */
  readonly retryBackoff: 'constant' | 'exponential';
  /**
   * How long a producer or consumer waits between two metadata requests; an admin client always waits retry.backoff.ms. `constant`: retry.backoff.ms. `growing`, since 3.7 (KIP-580): longer
   * with every failure, and with every response that brings nothing new. Table: src/client/metadata/refresh-backoff.ts.
   */
  readonly metadataBackoff: 'constant' | 'growing';
  /**
   * What the maximum of an exponential backoff limits. `before jitter`: the backoff before its random factor. `after jitter`, since
   * 3.7: the result, and also an initial backoff above the maximum. Used by src/client/backoff/exponential-backoff.ts.
   */
  readonly backoffLimit: 'before jitter' | 'after jitter';
  /**
   * Whether a client uses the leaders that brokers name in their responses. `ignored`; `used`, since 3.7 (KIP-951): a batch is then sent
   * again, and a partition fetched again, at once, at the named leader. Used by src/producer/sender/produce-requests.ts and
   * src/consumer/fetcher.ts.
   */
  readonly leaderHints: 'ignored' | 'used';
  /**
   * Which settings say what a client does when it can reach none of the brokers that it knows. `none`: it keeps trying them. `strategy`,
   * since 3.8: metadata.recovery.strategy (KIP-899). `strategy and trigger`, since 4.0: also metadata.recovery.rebootstrap.trigger.ms
   * (KIP-1102). Table: src/client/network/metadata-recovery.ts.
   */
  readonly metadataRecovery: 'none' | 'strategy' | 'strategy and trigger';
  /**
   * Whether the time for which a broker throttles a client counts for the timeout of the requests that are then in flight. `counts`;
   * `added`, since 3.9: the requests may take that much longer. Used by src/client/network/poll-results.ts.
   */
  readonly throttleInTimeouts: 'counts' | 'added';
  /**
   * The cause of the TimeoutException of a call that has waited for metadata. `none`; `topic error`, since 3.9: the error of the
   * topic in the last response. Used by src/producer/sending/metadata-wait.ts.
   */
  readonly metadataTimeoutCause: 'none' | 'topic error';
  /**
   * What a client does with TRANSACTION_ABORTABLE. `unexpected`: it fails, as with any error that it does not expect. `abortable`,
   * since 3.8 (KIP-890). Used by src/producer/transactions/requests/error-reactions.ts.
   */
  readonly abortableTransactions: 'unexpected' | 'abortable';
  /**
   * Which errors of TxnOffsetCommit are retried. `some`; `all retriable`, since 3.8. Used by
   * src/producer/transactions/requests/commit-offsets.ts.
   */
  readonly offsetCommitRetries: 'some' | 'all retriable';
  /**
   * What a producer does whose id the coordinator has given to no transactional id (INVALID_PRODUCER_ID_MAPPING). `next epoch`: the
   * transaction can be aborted. `fatal`, since 4.0. Used by error-reactions.ts and src/producer/idempotence/idempotence.ts.
   */
  readonly lostProducerId: 'next epoch' | 'fatal';
  /**
   * The error of a transaction of which a batch has failed with an error that could have been retried, or with InvalidTxnState.
   * `as it is`; `wrapped`, since 4.1 (KIP-1050): TransactionAbortableException, with that error as its cause. Table:
   * src/producer/idempotence/transaction-errors.ts.
   */
  readonly failedBatchInTransaction: 'as it is' | 'wrapped';
  /**
   * Whether a producer may ask for its next epoch after a commit. `illegal`: that is an illegal state, and fatal. `legal`, since 4.0.
   * Used by src/producer/transaction-state/transaction-state.ts.
   */
  readonly epochAfterCommit: 'illegal' | 'legal';
  /**
   * How a producer names topics in produce requests. `by name`; `by id`, since 4.1 (KIP-516): if the broker understands it.
   * Table: src/producer/sender/topic-naming.ts.
   */
  readonly topicsInProduce: 'by name' | 'by id';
  /**
   * What flush() does in a callback on the I/O thread. `waits`: it waits for that thread, and so forever. `refused`, since 4.1: it
   * throws. Used by src/producer/calls/flushing.ts.
   */
  readonly flushInCallback: 'waits' | 'refused';
  /**
   * For how long metrics keep a sample. `from its start`; `from its last event`, since 3.8: values also count that are older than
   * the windows, if their sample overlaps these. Table: src/producer/metrics/samples.ts.
   */
  readonly sampleAge: 'from its start' | 'from its last event';
  /**
   * When a batch that waits for its next attempt need not wait any longer, since its leader has changed. `another epoch`: whenever
   * the leader's epoch is not the one it was. `newer epoch`, since 3.7: only if it is newer. Used by
   * src/producer/accumulator/batch-timing.ts.
   */
  readonly leaderChange: 'another epoch' | 'newer epoch';
  /**
   * When an idempotent producer that has lost a batch takes its next epoch. `early`: at once, although later batches of the
   * partition may be in flight, which then get new sequence numbers (KAFKA-14397). Table:
   * src/producer/idempotence/epoch-bump.ts.
   */
  readonly epochBump: 'early';
  /**
   * What flush() waits for. `batches`: the batches there were when it was called, but not the parts of those that were split
   * (KAFKA-19479). `batches and their parts`, since 4.1. Table: src/producer/calls/flush-wait.ts.
   */
  readonly flushAwaits: 'batches' | 'batches and their parts';
  /**
   * Which topic ids a client knows after a metadata response about some topics. `of the response`: only those in the response. The
   * ids of the other topics are lost, so that the next response about them looks as if they had been created again, and even an
   * older leader epoch is accepted. `kept`, since 3.7: also the other ones (KAFKA-15627). Table: src/client/metadata/merged-topic-ids.ts.
   */
  readonly mergedTopicIds: 'of the response' | 'kept';
  /**
   * How the coordinator learns what belongs to a transaction. `explicit`: from AddPartitionsToTxn and AddOffsetsToTxn, before
   * anything is written. `implicit if finalized`, since 4.0 (KIP-890): the first write is enough, if the cluster has finalized its
   * feature transaction.version at 2 or above. Table: src/producer/transactions/requests/transaction-protocol.ts.
   */
  readonly transactionProtocol: 'explicit' | 'implicit if finalized';
  /**
   * What happens when the coordinator's connection fails. `at once`: it is looked up again without a pause. Table:
   * src/producer/sender/coordinator-lookup.ts.
   */
  readonly coordinatorLookup: 'at once';
  /**
   * How long a poll lasts that waits for the coordinator's connection. `request timeout`: until request.timeout.ms is over, even if the
   * connection is only throttled (KAFKA-17455). `poll delay`, since 4.0: no longer than the connection needs. Table:
   * src/producer/sender/transactional-turn.ts.
   */
  readonly connectionWait: 'request timeout' | 'poll delay';
  /**
   * What happens when close() cannot abort the open transaction, as after a commit that timed out. `retried`: the abort is
   * tried again until the timeout of close() is over (KAFKA-16217). `forces close`, since 3.8. Table: src/producer/sender/sender.ts.
   */
  readonly failedAbortInClose: 'retried' | 'forces close';
  /**
   * How often a partitioner of the user's choice is called for a record that opens a batch. `twice`: onNewBatch() is called
   * and then partition() again, so that RoundRobinPartitioner skips a partition (KAFKA-9965). `once`, since 4.0. Table:
   * src/producer/sending/send-path.ts.
   */
  readonly partitionerCalls: 'twice' | 'once';
  /**
   * Into which pieces a batch is split that was answered with MESSAGE_TOO_LARGE. `batch.size`: into batches of that size,
   * which may be the same batch again (KAFKA-8350). `half again`, since 4.3: a batch that has been split before into halves. Table: src/producer/accumulator/split-batch.ts.
   */
  readonly splitSize: 'batch.size' | 'half again';
  /**
   * When the memory of a batch is free again. `batch`: when the batch ends, even if a request with it is still in flight. `request`,
   * since 4.2: not before the request ends (KAFKA-19012).
   * Used by src/producer/accumulator/record-accumulator.ts.
   */
  readonly bufferReleasedWith: 'batch' | 'request';
  /**
   * What max.in.flight.requests.per.connection above 5 means for a producer that does not ask for idempotence but would have
   * it by default. `no idempotence`: a warning, and idempotence is off. `refused`, since 4.0. Table: src/producer/config/idempotence.ts.
   */
  readonly tooManyInFlight: 'no idempotence' | 'refused';
}
