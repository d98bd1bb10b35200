/**
 * Who leads: elections when topics appear and when brokers come and go (KafkaController, PartitionStateMachine).
 *
 * Owns: the choice of leaders, and telling every live replica its part.
 * Refuses to know: what makes brokers come and go (lifecycle.ts) and what a topic may look like (topics.ts).
 *
 * Metadata reaches all live brokers in the same instant; in Kafka they hear of it one after the other. A broker that is cut off
 * from the controller hears nothing, and goes on with what it last heard (cut-off.ts).
 */

import { resolveTopicConfig } from '../config/topic-config.ts';
import { coordinatorElected, coordinatorResigned } from '../coordinators/transactions/election.ts';
import { rehomeMarkers } from '../coordinators/transactions/markers.ts';
import { refuseWaiting } from '../replication/acknowledge.ts';
import type { Fetcher } from '../replication/fetcher.ts';
import { follow, refetch } from '../replication/follow.ts';
import { Replica } from '../replication/replica.ts';
import { serveWaitingConsumers } from '../replication/serve-consumers.ts';
import { highWatermarkMoved } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import type { ClusterState } from '../state/cluster-state.ts';
import { NO_LEADER, type PartitionState, type TopicState, type Writable } from '../state/control-plane.ts';
import { watchBalance } from './preferred-leaders.ts';

/** First leaders for a new topic; from now on brokers know it. Its first in-sync replicas are the live ones. */
export function announceTopic(state: ClusterState, name: string, nowMs: number): void {
  const topic = state.topic(name);
  if (topic === undefined || topic.isAnnounced || state.isControllerAway) return;
  const partitions = Object.freeze(topic.partitions.map((partition) => withFirstLeader(state, partition)));
  const place = state.plane.topics.indexOf(topic);
  state.transition((draft) => {
    draft.topics[place] = Object.freeze({ ...topic, partitions, isAnnounced: true }) as Writable<TopicState>;
  });
  announcePartitions(state, name, 0, nowMs);
}

/** Frozen from the start, as in topics.ts. */
function withFirstLeader(state: ClusterState, partition: PartitionState): PartitionState {
  const live = partition.replicas.filter((id) => state.isRegistered(id));
  const isr = live.length > 0 ? Object.freeze(live) : partition.isr;
  return Object.freeze({ ...partition, leader: live[0] ?? NO_LEADER, isr });
}

/** Brokers learn of a topic's partitions from `first` on, which have their leaders already. */
export function announcePartitions(state: ClusterState, name: string, first: number, nowMs: number): void {
  const topic = state.topic(name) as TopicState;
  const fresh = topic.partitions.slice(first);
  const config = resolveTopicConfig(topic.configs, state.config.values);
  for (const { partition, replicas } of fresh) {
    for (const id of replicas) state.broker(id)?.host(new Replica(name, partition, id, config));
  }
  applyPartitions(
    state,
    fresh.map((partition) => [name, partition]),
    nowMs,
  );
  for (const { partition, leader, leaderEpoch } of fresh) {
    if (!isInUse(state, topic, partition)) continue;
    state.event('leader elected', { topic: name, partition, leader, epoch: leaderEpoch });
  }
}

/** A broker is lost or leaves: it is struck off, and its leaderships go to in-sync replicas. */
export function brokerFailed(state: ClusterState, brokerId: number, nowMs: number): void {
  setRegistered(state, brokerId, false);
  state.event('broker lost', { broker: brokerId });
  if (state.plane.controllerId === brokerId) electController(state);
  replaceBroker(state, brokerId, nowMs);
}

/** What the broker led is led by in-sync replicas from now on; what it followed counts on it no more. */
export function replaceBroker(state: ClusterState, brokerId: number, nowMs: number): void {
  const changed: [string, PartitionState][] = [];
  for (const [topic, partition] of announcedPartitions(state)) {
    if (partition.leader === brokerId) changed.push([topic.name, electLeader(state, topic, partition)]);
    else if (partition.isr.length > 1 && partition.isr.includes(brokerId)) {
      const isr = partition.isr.filter((id) => id !== brokerId);
      const leaderEpoch = partition.leaderEpoch + 1;
      changed.push([topic.name, state.alterPartition(topic.name, partition.partition, { isr, leaderEpoch })]);
      if (!isInUse(state, topic, partition.partition)) continue;
      state.event('ISR shrunk', {
        topic: topic.name,
        partition: partition.partition,
        leader: partition.leader,
        isr: `[${isr.join(',')}]`,
      });
    }
  }
  applyPartitions(state, changed, nowMs);
}

/** A broker has (re)started: what has no leader may get one, and the broker learns its part in everything it hosts. */
export function brokerStarted(state: ClusterState, brokerId: number, nowMs: number): void {
  setRegistered(state, brokerId, true);
  state.event('broker started', { broker: brokerId });
  if (state.plane.controllerId === -1) electController(state);
  const changed: [string, PartitionState][] = [];
  for (const [topic, partition] of announcedPartitions(state)) {
    if (!partition.replicas.includes(brokerId)) continue;
    const isLeaderless = partition.leader === NO_LEADER && candidateFor(state, topic, partition) !== undefined;
    changed.push([topic.name, isLeaderless ? electLeader(state, topic, partition) : partition]);
  }
  applyPartitions(state, changed, nowMs);
}

/** A broker is back in touch: it learns its part in everything it hosts. */
export function catchUpBroker(state: ClusterState, brokerId: number, nowMs: number): void {
  const hosted: [string, PartitionState][] = [];
  for (const [topic, partition] of announcedPartitions(state)) {
    if (partition.replicas.includes(brokerId)) hosted.push([topic.name, partition]);
  }
  applyPartitions(state, hosted, nowMs);
}

/** Moves a partition's leadership to `leaderId`, which must be in sync. */
export function moveLeader(
  state: ClusterState,
  topic: string,
  partition: PartitionState,
  leaderId: number,
  nowMs: number,
): void {
  const { leaderEpoch } = partition;
  const moved = state.alterPartition(topic, partition.partition, { leader: leaderId, leaderEpoch: leaderEpoch + 1 });
  applyPartitions(state, [[topic, moved]], nowMs);
  state.event('leader elected', { topic, partition: partition.partition, leader: leaderId, epoch: moved.leaderEpoch });
}

/** The first live replica in sync; failing that, the first live one at all if the topic allows unclean elections. */
function candidateFor(
  state: ClusterState,
  topic: TopicState,
  { partition, replicas, isr }: PartitionState,
): number | undefined {
  const live = replicas.filter((id) => state.canServe(id, topic.name, partition));
  const inSync = live.find((id) => isr.includes(id));
  if (inSync !== undefined) return inSync;
  return resolveTopicConfig(topic.configs, state.config.values).uncleanLeaderElectionEnable ? live[0] : undefined;
}

function electLeader(state: ClusterState, topic: TopicState, partition: PartitionState): PartitionState {
  const leader = candidateFor(state, topic, partition) ?? NO_LEADER;
  const inSync = partition.isr.filter((id) => state.canServe(id, topic.name, partition.partition));
  // With nobody to lead, the in-sync replicas stay as they are: only one of them may come back as leader.
  const isr = leader === NO_LEADER ? partition.isr : inSync.length > 0 ? inSync : [leader];
  const leaderEpoch = partition.leaderEpoch + 1;
  const elected = state.alterPartition(topic.name, partition.partition, { leader, leaderEpoch, isr });
  if (!isInUse(state, topic, partition.partition)) return elected;
  const facts = { topic: topic.name, partition: partition.partition, leader, epoch: leaderEpoch };
  if (leader === NO_LEADER) state.event('no leader', facts);
  else state.event('leader elected', inSync.length > 0 ? facts : { ...facts, unclean: true });
  return elected;
}

/** The many partitions of an internal topic that nobody has used yet are not worth an event each. */
function isInUse(state: ClusterState, { name, isInternal, partitions }: TopicState, partition: number): boolean {
  if (!isInternal) return true;
  const replicas = partitions[partition]?.replicas ?? [];
  return replicas.some((id) => (state.broker(id)?.replica(name, partition)?.log.endOffset ?? 0) > 0);
}

function electController(state: ClusterState): void {
  const controllerId = state.registeredIds()[0] ?? -1;
  state.transition((draft) => {
    draft.controllerId = controllerId;
  });
  if (controllerId >= 0) state.event('controller elected', { controller: controllerId });
}

function setRegistered(state: ClusterState, brokerId: number, isRegistered: boolean): void {
  state.transition((draft) => {
    const broker = draft.brokers.find(({ node }) => node.id === brokerId);
    if (broker !== undefined) broker.isRegistered = isRegistered;
  });
}

function announcedPartitions(state: ClusterState): [TopicState, PartitionState][] {
  return state.plane.topics
    .filter(({ isAnnounced }) => isAnnounced)
    .flatMap((topic) => topic.partitions.map((partition): [TopicState, PartitionState] => [topic, partition]));
}

/** Tells every live replica of these partitions its part (LeaderAndIsr). */
export function applyPartitions(
  state: ClusterState,
  changed: readonly [string, PartitionState][],
  nowMs: number,
): void {
  const restless = new Set<Fetcher>();
  for (const [topic, partition] of changed) {
    for (const id of partition.replicas) {
      const broker = state.broker(id);
      const replica = broker?.replica(topic, partition.partition);
      if (
        broker === undefined ||
        replica === undefined ||
        !broker.isUp ||
        broker.lastHeard !== undefined ||
        replica.isOffline
      )
        continue;
      if (id === partition.leader) lead(state, broker, replica, partition, nowMs);
      else followOn(state, broker, replica, partition, restless);
    }
  }
  for (const fetcher of restless) refetch(state, fetcher, nowMs);
  rehomeMarkers(state, nowMs);
  watchBalance(state, nowMs, moveLeader);
}

function lead(state: ClusterState, broker: Broker, replica: Replica, partition: PartitionState, nowMs: number): void {
  const isNewLeader = replica.becomeLeader(partition, nowMs);
  if (isNewLeader) coordinatorElected(state, broker, replica, nowMs);
  follow(state, replica);
  if (replica.advanceHighWatermark(nowMs, state.config.replicaLagTimeMaxMs)) highWatermarkMoved(state, replica, nowMs);
  serveWaitingConsumers(state, replica);
}

function followOn(
  state: ClusterState,
  broker: Broker,
  replica: Replica,
  partition: PartitionState,
  restless: Set<Fetcher>,
): void {
  if (replica.leaderEpoch === partition.leaderEpoch && !replica.isLeader) {
    replica.isr = partition.isr;
    return;
  }
  replica.becomeFollower(partition);
  coordinatorResigned(broker, replica);
  refuseWaiting(state, replica, 'NOT_LEADER_OR_FOLLOWER');
  serveWaitingConsumers(state, replica);
  follow(state, replica);
  // A broker on its way out fetches no more.
  if (partition.leader >= 0 && state.isRegistered(broker.id)) restless.add(broker.fetcher(partition.leader));
}
