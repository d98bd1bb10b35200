/**
 * Lets partitions without a position begin where the group has committed an offset (ConsumerCoordinator.refreshCommittedOffsetsIfNeeded).
 */
import { partitionName } from '../../protocol/cluster/topic-partition.ts';
import { RetriableException } from '../../protocol/errors/exceptions.ts';
import type { GroupPositions } from './group-positions.ts';
import type { OffsetsOfGroup } from './offsets-of-group.ts';

export interface CommittedPositionsOwner {
  /** Runs `action` after the backoff that follows so many failures in a row. */
  readonly after: (failures: number, action: () => void) => void;
  readonly found: () => void;
  readonly failed: (error: Error) => void;
}

export class CommittedPositions {
  private readonly positions: GroupPositions;
  private readonly offsets: OffsetsOfGroup;
  private readonly owner: CommittedPositionsOwner;
  private isInFlight = false;
  /** In a row. */
  private failures = 0;

  constructor(positions: GroupPositions, offsets: OffsetsOfGroup, owner: CommittedPositionsOwner) {
    this.positions = positions;
    this.offsets = offsets;
    this.owner = owner;
  }

  /** Asks for the offsets of the partitions that wait for them, unless it is asking already. */
  find(): void {
    const waiting = [...this.positions.all()].filter(({ awaitsCommitted }) => awaitsCommitted);
    if (waiting.length === 0 || this.isInFlight) return;
    this.isInFlight = true;
    this.offsets.fetchOnce(waiting, (error, committed) => {
      if (error instanceof RetriableException) {
        this.owner.after(++this.failures, () => {
          this.isInFlight = false;
          this.owner.found();
        });
        return;
      }
      this.isInFlight = false;
      this.failures = 0;
      if (error !== null) {
        this.owner.failed(error);
        return;
      }
      for (const one of waiting) this.positions.startAt(one, committed.get(partitionName(one)));
      this.owner.found();
    });
  }
}
