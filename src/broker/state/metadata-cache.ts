/**
 * What one broker knows of the cluster (Kafka's MetadataCache): the present control plane, or the last one that it has received.
 */
import type { Broker } from './broker.ts';
import { type ControlPlane, isRegistered, type TopicState } from './control-plane.ts';
import type { ControlPlaneStore } from './control-plane-store.ts';

export class MetadataCache {
  private readonly broker: Broker;
  private readonly controlPlane: ControlPlaneStore;

  constructor(broker: Broker, controlPlane: ControlPlaneStore) {
    this.broker = broker;
    this.controlPlane = controlPlane;
  }

  get current(): ControlPlane {
    return this.broker.outdatedControlPlane ?? this.controlPlane.current;
  }

  topic(name: string): TopicState | undefined {
    const { outdatedControlPlane } = this.broker;
    if (outdatedControlPlane === undefined) return this.controlPlane.topic(name);
    return outdatedControlPlane.topics.find((topic) => topic.name === name);
  }

  /** Whether the topic exists, has leaders, and has such a partition. */
  knowsPartition(topic: string, partition: number): boolean {
    const state = this.topic(topic);
    return state?.isAnnounced === true && partition >= 0 && partition < state.partitions.length;
  }

  isRegistered(brokerId: number): boolean {
    return isRegistered(this.current, brokerId);
  }
}
