/**
 * The current control plane, and the only place that changes it.
 *
 * Every change goes through immer, so that a control plane that was read once never changes. When to elect a leader or to
 * create a topic is decided in controller/.
 */
import { produce } from 'immer';
import type { Node } from '../../protocol/cluster/node.ts';
import type { ClusterMode } from '../modes/index.ts';
import {
  type BrokerRegistration,
  type ControlPlane,
  isRegistered,
  type PartitionState,
  type TopicState,
  type Transition,
} from './control-plane.ts';

type PartitionChange = Partial<
  Pick<PartitionState, 'leader' | 'leaderEpoch' | 'isr' | 'replicas' | 'targetReplicas' | 'addingReplicas'>
>;

/** The broker that Metadata names as the controller at the beginning, when all brokers are there. */
const FIRST_CONTROLLER: Readonly<Record<ClusterMode['controller'], (nodes: readonly Node[]) => Node | undefined>> = {
  'on a broker': (nodes) => nodes.at(-1),
  'on machines of its own': (nodes) => nodes[0],
};

export class ControlPlaneStore {
  private plane: ControlPlane;
  private topicsByName = new Map<string, TopicState>();
  /** Called after each transition; undefined until some broker receives changes later than others. */
  onTransition: ((before: ControlPlane, after: ControlPlane) => void) | undefined;

  constructor(nodes: readonly Node[], clusterId: string, firstProducerId: number, mode: ClusterMode) {
    this.plane = {
      clusterId,
      mode: mode.name,
      controllerId: FIRST_CONTROLLER[mode.controller](nodes)?.id ?? -1,
      brokers: nodes.map((node) => ({ node, isUp: true, isRegistered: true })),
      topics: [],
      nextProducerIdBlock: firstProducerId,
    };
  }

  get current(): ControlPlane {
    return this.plane;
  }

  topic(name: string): TopicState | undefined {
    return this.topicsByName.get(name);
  }

  partition(topic: string, partition: number): PartitionState | undefined {
    return this.topicsByName.get(topic)?.partitions[partition];
  }

  /** Whether brokers know the partition: its topic exists, and its first leaders have been elected. */
  knowsPartition(topic: string, partition: number): boolean {
    const state = this.topicsByName.get(topic);
    return state?.isAnnounced === true && partition >= 0 && partition < state.partitions.length;
  }

  setController(brokerId: number): void {
    if (brokerId === this.plane.controllerId) return;
    this.transition((draft) => {
      draft.controllerId = brokerId;
    });
  }

  isRegistered(brokerId: number): boolean {
    return isRegistered(this.plane, brokerId);
  }

  /** The ids of all registered brokers, in ascending order. */
  registeredIds(): number[] {
    return this.plane.brokers.filter(({ isRegistered }) => isRegistered).map(({ node }) => node.id);
  }

  /** The partitions that brokers know, with their topics. */
  announcedPartitions(): [TopicState, PartitionState][] {
    return this.plane.topics
      .filter(({ isAnnounced }) => isAnnounced)
      .flatMap((topic) => topic.partitions.map((partition): [TopicState, PartitionState] => [topic, partition]));
  }

  /** Replaces the topics. Nothing else changes, so that immer has nothing to find out. */
  setTopics(topics: readonly TopicState[]): void {
    this.replace(Object.freeze({ ...this.plane, topics: Object.freeze(topics) }));
  }

  transition(recipe: Transition): void {
    this.replace(produce(this.plane, (draft) => recipe(draft)));
  }

  private replace(plane: ControlPlane): void {
    const before = this.plane;
    this.plane = plane;
    if (plane.topics !== before.topics) {
      this.topicsByName = new Map(plane.topics.map((topic) => [topic.name, topic]));
    }
    this.onTransition?.(before, plane);
  }

  alterBroker(brokerId: number, change: Partial<Pick<BrokerRegistration, 'isUp' | 'isRegistered'>>): void {
    this.transition((draft) => {
      const broker = draft.brokers.find(({ node }) => node.id === brokerId);
      if (broker !== undefined) Object.assign(broker, change);
    });
  }

  /** Gives a partition new values and the next partition epoch. */
  alterPartition(topic: string, partition: number, change: PartitionChange): PartitionState {
    this.transition((draft) => {
      const state = draft.topics.find(({ name }) => name === topic)?.partitions[partition];
      if (state !== undefined) Object.assign(state, change, { partitionEpoch: state.partitionEpoch + 1 });
    });
    return this.partition(topic, partition) as PartitionState;
  }
}
