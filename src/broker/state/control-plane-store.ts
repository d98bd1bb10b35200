/**
 * The current control plane, and the only place that changes it.
 *
 * A change makes a new control plane of frozen objects, which shares what has not changed with the one before. So a control plane that
 * was read once never changes. When to elect a leader or to create a topic is decided in controller/.
 */
import type { Node } from '../../protocol/cluster/node.ts';
import type { ClusterMode, ModeName } from '../modes/index.ts';
import {
  type BrokerRegistration,
  type ControlPlane,
  type ControlPlaneHead,
  isRegistered,
  type PartitionState,
  registeredNodes,
  type TopicState,
} from './control-plane.ts';
import { SharedList } from './shared-list.ts';
import { TopicIndex } from './topic-index.ts';

type PartitionChange = Partial<
  Pick<PartitionState, 'leader' | 'leaderEpoch' | 'isr' | 'replicas' | 'targetReplicas' | 'addingReplicas'>
>;

/** The broker that Metadata names as the controller at the beginning, when all brokers are there. */
const FIRST_CONTROLLER: Readonly<Record<ClusterMode['controller'], (nodes: readonly Node[]) => Node | undefined>> = {
  'on a broker': (nodes) => nodes.at(-1),
  'on machines of its own': (nodes) => nodes[0],
};

/** A control plane whose list of topics is made when it is read: a topic that is added does not cost a list of all topics. */
class Plane implements ControlPlane {
  readonly clusterId: string;
  readonly mode: ModeName;
  readonly controllerId: number;
  readonly brokers: readonly BrokerRegistration[];
  readonly nextProducerIdBlock: number;
  private readonly list: SharedList<TopicState>;

  constructor(
    { clusterId, mode, controllerId, brokers, nextProducerIdBlock }: ControlPlaneHead,
    list: SharedList<TopicState>,
  ) {
    this.clusterId = clusterId;
    this.mode = mode;
    this.controllerId = controllerId;
    this.brokers = brokers;
    this.nextProducerIdBlock = nextProducerIdBlock;
    this.list = list;
  }

  get topics(): readonly TopicState[] {
    return this.list.toArray();
  }
}

export class ControlPlaneStore {
  private head: ControlPlaneHead;
  private topics = SharedList.empty<TopicState>();
  private plane: ControlPlane;
  private index = new TopicIndex([]);
  /** Called after each transition; undefined until some broker receives changes later than others. */
  onTransition: ((before: ControlPlane, after: ControlPlane) => void) | undefined;

  constructor(nodes: readonly Node[], clusterId: string, firstProducerId: number, mode: ClusterMode) {
    this.head = Object.freeze({
      clusterId,
      mode: mode.name,
      controllerId: FIRST_CONTROLLER[mode.controller](nodes)?.id ?? -1,
      brokers: Object.freeze(nodes.map((node) => Object.freeze({ node, isUp: true, isRegistered: true }))),
      nextProducerIdBlock: firstProducerId,
    });
    this.plane = new Plane(this.head, this.topics);
  }

  get current(): ControlPlane {
    return this.plane;
  }

  topic(name: string): TopicState | undefined {
    return this.index.topic(name);
  }

  partition(topic: string, partition: number): PartitionState | undefined {
    return this.index.topic(topic)?.partitions[partition];
  }

  /** The names of topics that brokers could not tell from one of this name in their metrics, in order of creation. */
  topicsCollidingWith(name: string): readonly string[] {
    return this.index.collidingWith(name);
  }

  /** The number of topics that are not internal. */
  get userTopics(): number {
    return this.index.userTopics;
  }

  /** The number of partitions that are led, and not by their preferred leaders. */
  get partitionsLedElsewhere(): number {
    return this.index.ledElsewhere;
  }

  /** Whether brokers know the partition: its topic exists, and its first leaders have been elected. */
  knowsPartition(topic: string, partition: number): boolean {
    const state = this.index.topic(topic);
    return state?.isAnnounced === true && partition >= 0 && partition < state.partitions.length;
  }

  setController(brokerId: number): void {
    if (brokerId !== this.head.controllerId) this.changeHead({ controllerId: brokerId });
  }

  /** Takes the next `count` producer ids and returns the first of them. */
  takeProducerIds(count: number): number {
    const first = this.head.nextProducerIdBlock;
    this.changeHead({ nextProducerIdBlock: first + count });
    return first;
  }

  isRegistered(brokerId: number): boolean {
    return isRegistered(this.plane, brokerId);
  }

  /** The ids of all registered brokers, in ascending order. */
  registeredIds(): number[] {
    return registeredNodes(this.plane).map(({ id }) => id);
  }

  /** The partitions that brokers know, with their topics. */
  announcedPartitions(): [TopicState, PartitionState][] {
    return this.topics
      .toArray()
      .filter(({ isAnnounced }) => isAnnounced)
      .flatMap((topic) => topic.partitions.map((partition): [TopicState, PartitionState] => [topic, partition]));
  }

  /** Adds a topic, which must be frozen as a whole. */
  addTopic(topic: TopicState): void {
    this.index.add(topic);
    this.replaceTopics(this.topics.push(topic));
  }

  /** Gives a topic a new state, which must be frozen as a whole. */
  replaceTopic(topic: TopicState): void {
    const place = this.index.placeOf(topic.name);
    if (place === undefined) return;
    this.index.replace(topic);
    this.replaceTopics(this.topics.with(place, topic));
  }

  removeTopic(name: string): void {
    const left = this.topics.toArray().filter((topic) => topic.name !== name);
    this.index = new TopicIndex(left);
    this.replaceTopics(SharedList.of(left));
  }

  private changeHead(change: Partial<ControlPlaneHead>): void {
    this.head = Object.freeze({ ...this.head, ...change });
    this.replacePlane();
  }

  private replaceTopics(topics: SharedList<TopicState>): void {
    this.topics = topics;
    this.replacePlane();
  }

  private replacePlane(): void {
    const before = this.plane;
    this.plane = new Plane(this.head, this.topics);
    this.onTransition?.(before, this.plane);
  }

  alterBroker(brokerId: number, change: Partial<Pick<BrokerRegistration, 'isUp' | 'isRegistered'>>): void {
    const brokers = this.head.brokers.map((broker) =>
      broker.node.id === brokerId ? Object.freeze({ ...broker, ...change }) : broker,
    );
    this.changeHead({ brokers: Object.freeze(brokers) });
  }

  /** Gives a partition new values and the next partition epoch. */
  alterPartition(topic: string, partition: number, change: PartitionChange): PartitionState {
    const state = this.topic(topic) as TopicState;
    const before = state.partitions[partition] as PartitionState;
    const altered = frozen({ ...before, ...change, partitionEpoch: before.partitionEpoch + 1 });
    const partitions = state.partitions.slice();
    partitions[partition] = altered;
    this.replaceTopic(Object.freeze({ ...state, partitions: Object.freeze(partitions) }));
    return altered;
  }
}

function frozen(partition: PartitionState): PartitionState {
  const { replicas, isr, targetReplicas, addingReplicas } = partition;
  for (const ids of [replicas, isr, targetReplicas, addingReplicas]) Object.freeze(ids);
  return Object.freeze(partition);
}
