/**
 * An immutable snapshot of the cluster: a reference to the control plane, and a copy of each replica's offsets. Taking one is
 * O(partitions), however long the logs are.
 */
import type { BrokerRegistration, TopicState } from '../state/control-plane.ts';
import type { Replication } from './replica-manager.ts';

export interface ReplicaNumbers {
  readonly topic: string;
  readonly partition: number;
  readonly brokerId: number;
  readonly isLeader: boolean;
  /** The epoch of the leader that the replica's broker knows; -1 while the broker is down. */
  readonly leaderEpoch: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
}

export interface ClusterSnapshot {
  readonly clusterId: string;
  /** Broker id, or -1. */
  readonly controllerId: number;
  readonly brokers: readonly BrokerRegistration[];
  /** In the order of creation. */
  readonly topics: readonly TopicState[];
  /** By topic, then partition, then in the order of the partition's replicas. */
  readonly replicas: readonly ReplicaNumbers[];
}

export function takeSnapshot({ controlPlane, manager }: Replication): ClusterSnapshot {
  const { clusterId, controllerId, brokers, topics } = controlPlane.current;
  const replicas: ReplicaNumbers[] = [];
  for (const topic of topics) {
    for (const { partition, replicas: ids } of topic.partitions) {
      for (const id of ids) {
        const replica = manager(id)?.replica(topic.name, partition);
        if (replica === undefined) continue;
        const { isLeader, leaderEpoch, log } = replica;
        replicas.push(
          Object.freeze({
            topic: topic.name,
            partition,
            brokerId: id,
            isLeader,
            leaderEpoch,
            logStartOffset: log.startOffset,
            logEndOffset: log.endOffset,
            highWatermark: log.highWatermark,
          }),
        );
      }
    }
  }
  return Object.freeze({ clusterId, controllerId, brokers, topics, replicas: Object.freeze(replicas) });
}
