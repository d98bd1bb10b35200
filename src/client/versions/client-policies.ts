/**
 * The behaviours in which versions of the Java clients differ, each a choice with a name. The module that acts on a policy has
 * a table of its choices, from which a client picks one when it is made; nothing else asks for a client's version.
 */

export interface ClientPolicies {
  /**
   * How long a batch waits before it is sent again. `constant`: retry.backoff.ms, however often it has failed. Clients from
   * 3.7 on wait longer each time (KIP-580). Table: src/producer/accumulator/retry-backoff.ts.
   */
  readonly retryBackoff: 'constant';
  /**
   * When an idempotent producer that has lost a batch takes its next epoch. `early`: at once, although later batches of the
   * partition may be in flight, which then get new sequence numbers (KAFKA-14397). Table:
   * src/producer/idempotence/epoch-bump.ts.
   */
  readonly epochBump: 'early';
  /**
   * What flush() waits for. `batches`: the batches there were when it was called, but not the parts of those that were split
   * (KAFKA-19479). Table: src/producer/calls/flush-wait.ts.
   */
  readonly flushAwaits: 'batches';
  /**
   * Which topic ids a client knows after a metadata response about some topics. `of the response`: only those in the response. The
   * ids of the other topics are lost, so that the next response about them looks as if they had been created again, and even an
   * older leader epoch is accepted. Clients from 3.7 on keep them (KAFKA-15627). Table: src/client/metadata/merged-topic-ids.ts.
   */
  readonly mergedTopicIds: 'of the response';
  /**
   * How the coordinator learns what belongs to a transaction. `explicit`: from AddPartitionsToTxn and AddOffsetsToTxn, before
   * anything is written. From 4.0 on, if the brokers' feature transaction.version allows it, the first write is enough
   * (KIP-890). Table: src/producer/transactions/requests/transaction-protocol.ts.
   */
  readonly transactionProtocol: 'explicit';
  /**
   * What happens when the coordinator's connection fails. `at once`: it is looked up again without a pause. Table:
   * src/producer/sender/coordinator-lookup.ts.
   */
  readonly coordinatorLookup: 'at once';
  /**
   * What happens when close() cannot abort the open transaction, as after a commit that timed out. `retried`: the abort is
   * tried again until the timeout of close() is over (KAFKA-16217). Table: src/producer/sender/sender.ts.
   */
  readonly failedAbortInClose: 'retried';
  /**
   * How often a partitioner of the user's choice is called for a record that opens a batch. `twice`: onNewBatch() is called
   * and then partition() again, so that RoundRobinPartitioner skips a partition (KAFKA-9965). Table:
   * src/producer/sending/send-path.ts.
   */
  readonly partitionerCalls: 'twice';
  /**
   * Into which pieces a batch is split that was answered with MESSAGE_TOO_LARGE. `batch.size`: into batches of that size,
   * which may be the same batch again (KAFKA-8350). Table: src/producer/accumulator/split-batch.ts.
   */
  readonly splitSize: 'batch.size';
  /**
   * When the memory of a batch is free again. `batch`: when the batch ends, even if a request with it is still in flight.
   * Table: src/producer/sender/completion.ts.
   */
  readonly bufferReleasedWith: 'batch';
  /**
   * What max.in.flight.requests.per.connection above 5 means for a producer that does not ask for idempotence but would have
   * it by default. `no idempotence`: a warning, and idempotence is off. Table: src/producer/config/idempotence.ts.
   */
  readonly tooManyInFlight: 'no idempotence';
}
