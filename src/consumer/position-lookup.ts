/**
 * Finds the position in each partition that has none: at its first or last offset, as a seek or auto.offset.reset says.
 */

import { partitionName, type TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { IllegalStateException, InvalidOffsetException } from '../protocol/errors/exceptions.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import type { OffsetLookup } from './offset-lookup.ts';
import { type OffsetReset, type PartitionPosition, type Positions, place } from './positions.ts';

/** A partition has no position, and auto.offset.reset is `none` (Java's exception of the same name). */
export class NoOffsetForPartitionException extends InvalidOffsetException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.consumer';
}

export class PositionLookup<K, V> {
  private readonly config: ConsumerConfig;
  private readonly positions: Positions<K, V>;
  private readonly offsets: OffsetLookup;

  constructor(config: ConsumerConfig, positions: Positions<K, V>, offsets: OffsetLookup) {
    this.config = config;
    this.positions = positions;
    this.offsets = offsets;
  }

  /** The position of a partition, looked up if necessary. @throws IllegalStateException if it is not assigned */
  async position(partition: TopicPartition): Promise<number> {
    if (!this.positions.has(partition)) {
      throw new IllegalStateException('You can only check the position for partitions assigned to this consumer.');
    }
    const entry = this.positions.get(partition);
    if (entry.position !== null) return entry.position;
    const { generation } = entry;
    const { defaultApiTimeoutMs } = this.config;
    const problem = `Timeout of ${defaultApiTimeoutMs}ms expired before the position for partition ${partitionName(partition)} could be determined`;
    const offset = await this.offsets.get(partition, this.resetOf(entry), () => problem);
    if (entry.generation === generation && entry.position === null) place(entry, offset, null);
    return entry.position ?? offset;
  }

  /**
   * Requests the positions that are missing.
   *
   * @throws NoOffsetForPartitionException if there is one, and auto.offset.reset is `none`
   */
  requestMissing(nowMs: number, onFound: () => void, onFailure: (error: Error) => void): void {
    for (const entry of this.positions.all()) {
      const mayRequest = entry.nextRequestMs <= nowMs && !entry.isRequestInFlight;
      if (entry.position === null && !entry.awaitsCommitted && mayRequest) this.request(entry, onFound, onFailure);
    }
  }

  private request(entry: PartitionPosition<K, V>, onFound: () => void, onFailure: (error: Error) => void): void {
    const { generation } = entry;
    const isCurrent = (): boolean => entry.generation === generation;
    entry.isRequestInFlight = true;
    this.offsets.request(
      entry,
      this.resetOf(entry),
      (offset) => {
        if (!isCurrent()) return;
        entry.isRequestInFlight = false;
        if (entry.position === null) place(entry, offset, null);
        onFound();
      },
      (error) => {
        if (!isCurrent()) return;
        entry.isRequestInFlight = false;
        onFailure(error);
      },
    );
  }

  private resetOf(entry: PartitionPosition<K, V>): OffsetReset {
    if (entry.reset !== null) return entry.reset;
    const { autoOffsetReset } = this.config;
    if (autoOffsetReset !== 'none') return autoOffsetReset;
    const partitions = `[${partitionName(entry)}]`;
    throw new NoOffsetForPartitionException(`Undefined offset with no reset policy for partitions: ${partitions}`);
  }
}
