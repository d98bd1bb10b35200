/**
 * The error of a position that is not in the log, if auto.offset.reset is `none`.
 */
import type { LeaderAndEpoch } from '../client/metadata/metadata-cache.ts';
import { partitionName } from '../protocol/cluster/topic-partition.ts';
import { OffsetOutOfRangeException } from '../protocol/errors/exceptions.ts';
import type { PartitionPosition } from './positions.ts';

/** Java's consumer has one of its own with the same name, in another package. A second class of that name would be renamed in dist. */
class PositionOutOfRange extends OffsetOutOfRangeException {
  static override readonly javaPackage: string = 'org.apache.kafka.clients.consumer';
  override readonly name = 'OffsetOutOfRangeException';
}

export function offsetOutOfRange<K, V>(
  entry: PartitionPosition<K, V>,
  leader: LeaderAndEpoch,
): OffsetOutOfRangeException {
  return new PositionOutOfRange(
    `Fetch position ${positionText(entry, leader)} is out of range for partition ${partitionName(entry)}`,
  );
}

/** SubscriptionState.FetchPosition.toString, Metadata.LeaderAndEpoch.toString and Node.toString. */
function positionText<K, V>(
  { fetchPosition, offsetEpoch }: PartitionPosition<K, V>,
  { leader, epoch }: LeaderAndEpoch,
): string {
  const node = leader && `${leader.host}:${leader.port} (id: ${leader.id} rack: ${leader.rack ?? null})`;
  const currentLeader = `LeaderAndEpoch{leader=${optional(node)}, epoch=${epoch ?? 'absent'}}`;
  return `FetchPosition{offset=${fetchPosition}, offsetEpoch=${optional(offsetEpoch)}, currentLeader=${currentLeader}}`;
}

/** Java's Optional. */
function optional(value: string | number | null): string {
  return value === null ? 'Optional.empty' : `Optional[${value}]`;
}
