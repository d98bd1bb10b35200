/**
 * A Kafka cluster as a state machine: requests and the time go in, effects come out.
 *
 * Owns: the door of this room. Nothing happens in here but when one of these methods is called.
 * Refuses to know: networks, timers, clients; and how any request is served (handlers/).
 */
import { IllegalArgumentException } from '../protocol/exceptions.ts';
import type { FetchResponse, IsolationLevel, Request, Response } from '../protocol/messages.ts';
import type { Node } from '../protocol/node.ts';
import { resolveBrokerConfig } from './config/broker-config.ts';
import { moveLeader } from './controller/controller.ts';
import { startController, stopController } from './controller/controller-away.ts';
import { cutOffFromController, reconnectToController } from './controller/cut-off.ts';
import { failDisk } from './controller/disk-failure.ts';
import { crashBroker, restartBroker, shutDownBroker } from './controller/lifecycle.ts';
import { addPartitions, refusalOfGrowth } from './controller/partition-growth.ts';
import { reassign } from './controller/reassignment.ts';
import { createTopic, planTopic } from './controller/topics.ts';
import { type CommittedOffset, committedOffsets } from './coordinators/groups/offsets.ts';
import { abortTimedOutTransactions } from './coordinators/transactions/coordinator.ts';
import { handle } from './handle.ts';
import { type ReadRecord, readRecords } from './log/read-records.ts';
import { expireProduce } from './replication/acknowledge.ts';
import { checkLag } from './replication/check-lag.ts';
import { followerFetchFailed, receiveFollowerAnswer } from './replication/follow.ts';
import type { Replica } from './replication/replica.ts';
import { checkRetention, deleteRecords } from './replication/retention-checks.ts';
import { answerWaitingConsumer } from './replication/serve-consumers.ts';
import { dropWaitingFollower, tellFollowersNews } from './replication/serve-followers.ts';
import type { Broker } from './state/broker.ts';
import { type ClusterOptions, nodesOf, type TopicOptions } from './state/cluster-options.ts';
import { ClusterState } from './state/cluster-state.ts';
import { type ControlPlane, NO_LEADER, type TopicState } from './state/control-plane.ts';
import type { Effect, Token } from './state/effects.ts';
import { type BrokerQuestion, giveUpQuestions, questionEnded } from './state/inter-broker.ts';
import { setProducerByteRate } from './state/quotas.ts';
import { type ClusterSnapshot, takeSnapshot } from './state/snapshot.ts';

const DEFAULT_CLUSTER_ID = 'a2Fma2EtdHJpYWwtMDAwMQ';
const DEFAULT_LEADER_ELECTION_DELAY_MS = 5;
const NEWEST_VERSION = Number.POSITIVE_INFINITY;

export class Cluster {
  /** The brokers, whether up or down. */
  readonly nodes: readonly Node[];
  /** What is to be done, in order. Whoever runs the cluster does it after every call, and empties the list. */
  readonly effects: Effect[];
  private readonly state: ClusterState;

  constructor(options: ClusterOptions) {
    this.nodes = nodesOf(options.brokers);
    this.state = new ClusterState({
      nodes: this.nodes,
      config: resolveBrokerConfig(options.config),
      clusterId: options.clusterId ?? DEFAULT_CLUSTER_ID,
      firstProducerId: options.firstProducerId ?? 0,
      leaderElectionDelayMs: options.leaderElectionDelayMs ?? DEFAULT_LEADER_ELECTION_DELAY_MS,
      nextInt: options.nextInt,
    });
    this.effects = this.state.effects;
  }

  // --- What happens to it ------------------------------------------------------------------------------------------

  /** A request has arrived at a broker. At one that is down it is lost. */
  receive(
    brokerId: number,
    request: Request,
    clientId: string,
    token: Token,
    expectResponse: boolean,
    nowMs: number,
    apiVersion: number = NEWEST_VERSION,
  ): void {
    const { state } = this;
    const broker = this.broker(brokerId);
    if (broker.isUp) handle({ state, broker, clientId, token, expectResponse, nowMs, apiVersion }, request);
    state.runSequels(nowMs);
  }

  /** The answer to a 'fetch' effect has come back to the follower. */
  replicaFetched(followerId: number, leaderId: number, response: FetchResponse, nowMs: number): void {
    receiveFollowerAnswer(this.state, this.broker(followerId), leaderId, response, nowMs);
    this.state.runSequels(nowMs);
  }

  /** A 'fetch' effect failed: the connection is lost, or there was none to be had. */
  replicaFetchFailed(followerId: number, leaderId: number, nowMs: number): void {
    dropWaitingFollower(this.broker(leaderId), followerId, nowMs);
    followerFetchFailed(this.state, this.broker(followerId), leaderId, nowMs);
    this.state.runSequels(nowMs);
  }

  /** The answer to an 'ask' effect has come back; or (undefined) the connection is lost, or there was none to be had. */
  brokerAnswered(question: BrokerQuestion, response: Response | undefined, nowMs: number): void {
    questionEnded(this.state, question, response, nowMs);
    this.state.runSequels(nowMs);
  }

  /** The time of a 'wake' effect has come. */
  wake(nowMs: number): void {
    const { state } = this;
    if (!state.woken(nowMs)) return;
    state.agenda.runDue(nowMs);
    for (const delayed of state.delayedProduces.takeDue(nowMs)) expireProduce(state, delayed);
    for (const delayed of state.delayedFetches.takeDue(nowMs)) answerWaitingConsumer(state, delayed);
    if (state.newsDueMs <= nowMs) tellFollowersNews(state, nowMs);
    if (state.lagCheckMs <= nowMs) checkLag(state, nowMs);
    if (state.retentionCheckMs <= nowMs) checkRetention(state, nowMs);
    giveUpQuestions(state, nowMs);
    if (state.transactionCheckMs <= nowMs) abortTimedOutTransactions(state, nowMs);
    state.runSequels(nowMs);
    state.wakeForNext();
  }

  // --- What can be done to it --------------------------------------------------------------------------------------

  /** The broker's process dies. */
  crash(brokerId: number, nowMs: number): void {
    crashBroker(this.state, this.broker(brokerId), nowMs);
    this.state.runSequels(nowMs);
  }

  /** The broker's process starts again. */
  restart(brokerId: number, nowMs: number): void {
    restartBroker(this.state, this.broker(brokerId), nowMs);
    this.state.runSequels(nowMs);
  }

  /** The broker hands its leaderships over and stops. */
  shutdown(brokerId: number, nowMs: number): void {
    shutDownBroker(this.state, this.broker(brokerId), nowMs);
    this.state.runSequels(nowMs);
  }

  /** Nothing passes between the broker and the controller any more; clients and other brokers may reach it all the same. */
  cutOffFromController(brokerId: number, nowMs: number): void {
    cutOffFromController(this.state, this.broker(brokerId), nowMs);
  }

  /** The broker is back in touch with the controller. */
  reconnectToController(brokerId: number, nowMs: number): void {
    reconnectToController(this.state, this.broker(brokerId), nowMs);
    this.state.runSequels(nowMs);
  }

  /** There is no controller any more: nobody is missed or elected, and the brokers go on with what they last heard. */
  stopController(): void {
    stopController(this.state);
  }

  /** There is a controller again. It counts the sessions of brokers that are silent from now on. */
  startController(nowMs: number): void {
    startController(this.state, nowMs);
    this.state.runSequels(nowMs);
  }

  /** The directory fails in which all logs lie that the broker has now; the process and later logs live on. */
  failDisk(brokerId: number, nowMs: number): void {
    failDisk(this.state, this.broker(brokerId), nowMs);
    this.state.runSequels(nowMs);
  }

  /** The broker's clock is so many ms ahead of the true time; below 0: behind it. */
  skewClock(brokerId: number, skewMs: number): void {
    this.broker(brokerId).clockSkewMs = skewMs;
  }

  /** producer_byte_rate of a client.id (`null`: of all without one of their own), in bytes per second at each broker; or none. */
  setProducerByteRate(clientId: string | null, bytesPerSecond: number | undefined): void {
    setProducerByteRate(this.state, clientId, bytesPerSecond);
  }

  isUp(brokerId: number): boolean {
    return this.broker(brokerId).isUp;
  }

  /**
   * Creates a topic without a client, for set-up; it has leaders at once.
   * @throws IllegalArgumentException with Kafka's reason if it cannot be created
   */
  createTopic(name: string, options: TopicOptions, nowMs: number): void {
    const { partitions = -1, replicationFactor = -1, configs = {} } = options;
    const topic = { name, numPartitions: partitions, replicationFactor, configs };
    const plan = planTopic(this.state, topic);
    if ('refusal' in plan) {
      const { error, message } = plan.refusal;
      throw new IllegalArgumentException(`Topic '${name}' cannot be created (${error}): ${message}`);
    }
    createTopic(this.state, topic, plan.assignment, nowMs, 'at once');
  }

  /**
   * Moves a partition's leadership, as a reassignment or a preferred election does.
   * @throws IllegalArgumentException if the partition does not exist or the broker is not in sync
   */
  setLeader(topic: string, partition: number, brokerId: number, nowMs: number): void {
    const state = this.state.topic(topic)?.partitions[partition];
    if (state === undefined) throw new IllegalArgumentException(`There is no partition ${topic}-${partition} to lead.`);
    if (!state.isr.includes(brokerId) || !this.broker(brokerId).isUp) {
      throw new IllegalArgumentException(
        `Broker ${brokerId} cannot lead ${topic}-${partition}: its in-sync replicas are [${state.isr.join(', ')}].`,
      );
    }
    if (state.leader !== brokerId) moveLeader(this.state, topic, state, brokerId, nowMs);
    this.state.runSequels(nowMs);
  }

  /**
   * Gives a partition's leadership back to its preferred leader, the first of its replicas.
   * @throws IllegalArgumentException if the partition does not exist, or its preferred leader is away or not in sync
   */
  electPreferredLeader(topic: string, partition: number, nowMs: number): void {
    const preferred = this.state.topic(topic)?.partitions[partition]?.replicas[0] ?? NO_LEADER;
    this.setLeader(topic, partition, preferred, nowMs);
  }

  /**
   * Moves a partition to other brokers, the preferred leader first. The old ones go when the new ones are in sync.
   * @throws IllegalArgumentException if the partition or a broker does not exist, or a broker is named twice
   */
  reassign(topic: string, partition: number, brokerIds: readonly number[], nowMs: number): void {
    reassign(this.state, topic, partition, brokerIds, nowMs);
    this.state.runSequels(nowMs);
  }

  /**
   * Gives a topic more partitions: `total` of them. Records stay where they are.
   * @throws IllegalArgumentException with Kafka's reason if there is no such topic, or it has as many already
   */
  addPartitions(topic: string, total: number, nowMs: number): void {
    const refusal = refusalOfGrowth(this.state, topic, total);
    if (refusal !== undefined) {
      const { error, message } = refusal;
      throw new IllegalArgumentException(`Topic '${topic}' cannot have ${total} partitions (${error}): ${message}`);
    }
    addPartitions(this.state, topic, total, nowMs);
    this.state.runSequels(nowMs);
  }

  /**
   * Deletes a partition's records before `offset`; -1: all that consumers can see.
   * @throws IllegalArgumentException with Kafka's error if there is no leader, or the offset is not in the log
   */
  deleteRecords(topic: string, partition: number, offset: number, nowMs: number): void {
    deleteRecords(this.state, topic, partition, offset, nowMs);
    this.state.runSequels(nowMs);
  }

  // --- What can be seen of it --------------------------------------------------------------------------------------

  /** The cluster as it stands: immutable, O(partitions). */
  snapshot(): ClusterSnapshot {
    return takeSnapshot(this.state);
  }

  /** Immutable, the same object until something in it changes; a changed one shares with it what did not change. */
  get controlPlane(): ControlPlane {
    return this.state.plane;
  }

  /** The control plane's topics: immutable, the same array until something in it changes. */
  get topics(): readonly TopicState[] {
    return this.state.plane.topics;
  }

  /** All replicas on all brokers, as they stand and go on changing: to be looked at, not kept. */
  *replicas(): Generator<Replica> {
    for (const broker of this.state.brokers) yield* broker.replicas();
  }

  /**
   * What a consumer --from-beginning would print, partition by partition: all records below the high watermark; read_committed,
   * those below the last stable offset, without those of aborted transactions.
   */
  readRecords(
    topic: string,
    partition?: number,
    isolation: IsolationLevel = 'read_uncommitted',
  ): Generator<ReadRecord> {
    return readRecords(this.state, topic, partition, isolation);
  }

  /** The offsets a group has committed, by topic and partition in the order of their first commit. */
  committedOffsets(groupId: string): CommittedOffset[] {
    return committedOffsets(this.state, groupId);
  }

  // --- Inside ------------------------------------------------------------------------------------------------------

  private broker(id: number): Broker {
    const broker = this.state.broker(id);
    if (broker !== undefined) return broker;
    const ids = this.nodes.map((node) => node.id).join(', ');
    throw new IllegalArgumentException(`There is no broker ${id} in this cluster; its brokers are ${ids}.`);
  }
}
