/**
 * The interface of `partitioner.class`: who chooses a record's partition when the user wants to.
 *
 * Owns: the contract.
 * Refuses to know: the built-in partitioner, which is no implementation of this (it also needs sizes and queues).
 */

import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { Payload } from '../../protocol/records/payload.ts';

export interface Partitioner {
  /**
   * The partition for a record that names none. A negative number makes send() throw IllegalArgumentException.
   * @param keyBytes the serialized key (text stands for its UTF-8 bytes), `null` for no key; `valueBytes` likewise.
   */
  partition(
    topic: string,
    key: unknown,
    keyBytes: Payload,
    value: unknown,
    valueBytes: Payload,
    cluster: ClusterView,
  ): number;
  /** A batch for `previousPartition` is about to be opened; `partition` will be asked once more for the same record. */
  onNewBatch?(topic: string, cluster: ClusterView, previousPartition: number): void;
  /** Called once, with the producer's configuration and a draw: a whole number from 0 to 2^31 - 1. */
  configure?(configs: ReadonlyMap<string, unknown>, nextRandom: () => number): void;
  close?(): void;
}
