/**
 * What a group has committed, read from the log without a request.
 */
import { sourceOf } from '../../replication/read-topic.ts';
import type { Replication } from '../../replication/replica-manager.ts';
import { loggedRecords } from '../log/coordinator-log.ts';
import { CONSUMER_OFFSETS_TOPIC, partitionFor } from '../log/coordinator-topic.ts';
import type { CommittedOffset } from './group-offsets.ts';
import { GROUP_LOG, PartitionGroups } from './group-records.ts';

/** The offsets of a group, by partition in the order of the first commit. Those of open transactions are not among them. */
export function committedOffsets(replication: Replication, groupId: string): CommittedOffset[] {
  const number = partitionFor(replication, CONSUMER_OFFSETS_TOPIC, groupId);
  const partition = replication.controlPlane.partition(CONSUMER_OFFSETS_TOPIC, number);
  const log = partition === undefined ? undefined : sourceOf(replication, CONSUMER_OFFSETS_TOPIC, partition)?.log;
  if (log === undefined) return [];
  const groups = new PartitionGroups();
  for (const logged of loggedRecords(log, log.highWatermark, GROUP_LOG)) {
    if (!('record' in logged)) groups.replayMarker(logged);
    else if (logged.record.groupId === groupId) groups.replay(logged.record, logged);
  }
  groups.finishLoading(replication.scheduler.nowMs);
  const commits = groups.byId.get(groupId)?.offsets.all() ?? [];
  return commits.map(({ topic, partition: of, offset, leaderEpoch, metadata }) => ({
    topic,
    partition: of,
    offset,
    leaderEpoch,
    metadata,
  }));
}
