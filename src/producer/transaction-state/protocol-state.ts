/**
 * Which of the two protocols transactions use at the moment. What that means for requests is in
 * transactions/requests/transaction-protocol.ts.
 */

export interface ProtocolState {
  /**
   * Whether partitions and groups become part of a transaction with the first write to them, and each transaction has an epoch of
   * its own (transactions of version 2, KIP-890).
   */
  readonly isImplicit: boolean;
  /** The latest versions in which requests of transactions may be written; `null`: whatever both sides know. */
  readonly latestVersion: TransactionVersions | null;
  /**
   * Looks whether the cluster has changed its features. Called when the producer has got its id, and when a transaction ends.
   *
   * @returns whether transactions have become implicit
   */
  update(): boolean;
}

export interface TransactionVersions {
  readonly Produce: number;
  readonly TxnOffsetCommit: number;
  readonly EndTxn: number;
}
