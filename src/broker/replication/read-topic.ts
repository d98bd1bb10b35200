/**
 * Reading a topic without a client: what a consumer from the beginning would print.
 */
import type { IsolationLevel } from '../../protocol/messages.ts';
import { type ReadRecord, visibleRecords } from '../log/visible-records.ts';
import type { PartitionState } from '../state/control-plane.ts';
import type { Replica } from './replica.ts';
import type { Replication } from './replica-manager.ts';

/** Partition by partition, in order of offset. A topic that does not exist has no records. */
export function* readRecords(
  replication: Replication,
  topic: string,
  partition: number | undefined,
  isolation: IsolationLevel,
): Generator<ReadRecord> {
  for (const state of replication.controlPlane.topic(topic)?.partitions ?? []) {
    if (partition !== undefined && state.partition !== partition) continue;
    const replica = sourceOf(replication, topic, state);
    if (replica !== undefined) yield* visibleRecords(replica, isolation);
  }
}

/** The leader's replica. Without a leader, the one in sync with the highest high watermark, as one of these leads next. */
export function sourceOf(
  replication: Replication,
  topic: string,
  { partition, leader, isr }: PartitionState,
): Replica | undefined {
  const ids = leader >= 0 ? [leader] : isr;
  let source: Replica | undefined;
  for (const id of ids) {
    const replica = replication.manager(id)?.replica(topic, partition);
    if (replica === undefined) continue;
    if (source === undefined || replica.log.highWatermark > source.log.highWatermark) source = replica;
  }
  return source;
}
