/**
 * The error messages and log lines in which versions of the Java clients differ. Texts that are the same in all versions
 * stay where they are used.
 */
import type { Node } from '../../protocol/cluster/node.ts';

export type TransactionalCall =
  | 'initTransactions'
  | 'sendOffsetsToTransaction'
  | 'commitTransaction'
  | 'abortTransaction';

export interface ClientTexts {
  // --- Error messages ------------------------------------------------------------------------------------------------------

  /** TimeoutException of a record after delivery.timeout.ms. */
  readonly batchExpired: (recordCount: number, partitionName: string, ageMs: number) => string;
  /**
   * TimeoutException of send() and partitionsFor() when no metadata arrived within max.block.ms.
   *
   * @param partition `null` if any partition would do
   * @param count the number of partitions of the topic; `undefined` if the topic is not known
   */
  readonly metadataTimeout: (
    topic: string,
    partition: number | null,
    count: number | undefined,
    maxBlockMs: number,
  ) => string;
  /** TimeoutException of a transactional call. @param operation such as `InitProducerId` or `EndTxn(true)` */
  readonly transactionTimeout: (call: TransactionalCall, operation: string, maxBlockMs: number) => string;
  /** ConfigException, if idempotence is asked for with more than 5 requests in flight. */
  readonly tooManyInFlight: (maxInFlight: number) => string;
  /** IllegalStateException when a partition without sequence numbers is looked up. */
  readonly sequenceNotSet: (partitionName: string) => string;
  /** The start of UnsupportedVersionException. @param api Java's name, such as `PRODUCE` */
  readonly unsupportedApi: (api: string) => string;
  /** A producer's id and epoch, in messages of errors that fence it and in log lines. */
  readonly producerIdAndEpoch: (producerId: number, epoch: number) => string;

  // --- Log lines -----------------------------------------------------------------------------------------------------------

  /** WARN for a metadata response with errors. @param errors such as `{t=LEADER_NOT_AVAILABLE}` */
  readonly metadataErrors: (correlationId: number, errors: string) => string;
  /** WARN when a connection is refused. @param address such as `/10.0.0.1:9092` */
  readonly connectionRefused: (nodeId: string, address: string) => string;
  /** WARN for a produce response with an error that means stale metadata. @param error with its message */
  readonly staleMetadata: (partitionName: string, error: string) => string;
  /** ERROR when the open transaction cannot be aborted in close(). */
  readonly abortInCloseFailed: () => string;
  /** WARN if reconnect.backoff.ms is set and its maximum is not; `null` if there is no such line. */
  readonly reconnectBackoffAlone: () => string | null;
  /** WARN if a backoff is larger than its maximum; `null` if there is no such line. @param what the backoff, in words */
  readonly backoffAboveMaximum: (
    key: string,
    value: number,
    maximumKey: string,
    maximum: number,
    what: string,
  ) => string | null;
  /** A part of the INFO about requests in flight on a connection that has ended. @param ms for how long they were throttled */
  readonly throttleTime: (ms: number) => string;
  /** INFO about configuration keys that are set and not read; `null` if there is no such line. */
  readonly unusedKeys: (names: string) => string | null;
  /** A node, such as `10.0.0.1:9092 (id: -1 rack: null)`. */
  readonly node: (node: Node) => string;
}
