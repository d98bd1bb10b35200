/** The leaders that responses to Produce and Fetch requests name (KIP-951). */
import type { LeaderIdAndEpoch } from '../../protocol/cluster/leader-id-and-epoch.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { Metadata } from './metadata.ts';
import type { NamedLeader } from './metadata-cache.ts';

interface Hints {
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly error: ErrorName;
    readonly currentLeader?: LeaderIdAndEpoch;
  }[];
  readonly nodeEndpoints?: readonly Node[];
}

const ERRORS_WITH_LEADERS: readonly ErrorName[] = ['NOT_LEADER_OR_FOLLOWER', 'FENCED_LEADER_EPOCH'];

/** Tells the metadata of leaders that the response names, so that the next request goes there. */
export function takeLeaderHints(metadata: Metadata, { partitions, nodeEndpoints = [] }: Hints): void {
  const named: NamedLeader[] = [];
  for (const { topic, partition, error, currentLeader } of partitions) {
    if (currentLeader === undefined || !ERRORS_WITH_LEADERS.includes(error)) continue;
    const { leaderId, leaderEpoch } = currentLeader;
    if (leaderId !== -1 && leaderEpoch !== -1) named.push({ topic, partition, leaderId, leaderEpoch });
  }
  if (named.length > 0) metadata.updateLeaders(named, nodeEndpoints);
}
