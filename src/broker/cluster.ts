/**
 * A Kafka cluster as a state machine: requests and the time go in, effects come out.
 *
 * The cluster acts only when one of the methods below is called. Its host (src/simulation/hosts) brings it requests and the time, and
 * carries its effects out. How requests are served is in handlers/.
 */

import type { Node } from '../protocol/cluster/node.ts';
import { IllegalArgumentException } from '../protocol/errors/exceptions.ts';
import type { AlterableConfig, FetchResponse, IsolationLevel, Response } from '../protocol/messages.ts';
import { assembleCluster, type ClusterParts } from './cluster-parts.ts';
import { crashBroker, restartBroker, shutDownBroker } from './controller/broker-lifecycle.ts';
import { startController, stopController } from './controller/controller-failover.ts';
import { disconnectFromController, reconnectToController } from './controller/controller-link.ts';
import { failLogDirectory } from './controller/log-directory-failure.ts';
import { delayMetadata } from './controller/metadata-delay.ts';
import { addPartitions } from './controller/more-partitions.ts';
import { electPreferredLeader, setLeader } from './controller/move-leader.ts';
import { reassign } from './controller/reassignment.ts';
import { changeTopicConfig } from './controller/topic-settings.ts';
import { createTopicAtOnce } from './controller/topics.ts';
import { committedOffsets } from './coordinators/groups/committed-offsets.ts';
import type { CommittedOffset } from './coordinators/groups/group-offsets.ts';
import { type IncomingRequest, serve } from './incoming-request.ts';
import type { ReadRecord } from './log/visible-records.ts';
import { fetchFailed, receiveFetchResponse } from './replication/follow.ts';
import { limitWaitOf } from './replication/follower-notice.ts';
import { deleteRecords } from './replication/log-retention.ts';
import { readRecords } from './replication/read-topic.ts';
import type { Replica } from './replication/replica.ts';
import type { ReplicaManager } from './replication/replica-manager.ts';
import { type ClusterSnapshot, takeSnapshot } from './replication/snapshot.ts';
import type { BrokerServices } from './requests/broker-services.ts';
import type { ClusterOptions, TopicOptions } from './state/cluster-options.ts';
import type { ControlPlane, TopicState } from './state/control-plane.ts';
import type { Effect, Token } from './state/effects.ts';
import type { InterBrokerRequest } from './state/inter-broker-request.ts';
import type { BrokerVersion } from './versions/index.ts';

export class Cluster {
  /** All brokers, whether up or down. */
  readonly nodes: readonly Node[];
  /** What the host has to do, in order. It does so after every call, and empties the list. */
  readonly effects: Effect[];
  private readonly parts: ClusterParts;

  constructor(options: ClusterOptions) {
    this.parts = assembleCluster(options);
    this.nodes = this.parts.nodes;
    this.effects = this.parts.effects.list;
  }

  get version(): BrokerVersion {
    return this.parts.config.version;
  }

  // --- Called by the host ------------------------------------------------------------------------------------------

  /**
   * A request has arrived at a broker. It is lost if the broker is down.
   * @param token identifies the request in the 'answer' and 'disconnect' effects
   */
  receive(brokerId: number, incoming: IncomingRequest, token: Token, nowMs: number): void {
    const { scheduler } = this.parts;
    scheduler.nowMs = nowMs;
    const services = this.services(brokerId);
    const { broker } = services;
    if (broker.isServing) serve(services, incoming, token);
    else if (broker.isStarting || broker.isUp) broker.heldRequests.push(() => serve(services, incoming, token));
    scheduler.endCall();
  }

  /**
   * Has the response to a follower's fetch sent within replica.fetch.wait.max.ms, as in Kafka, even if there is no data. Without
   * this call, the fetch of an idle follower waits without a limit.
   * @param token that of the fetch; nothing happens if it does not wait
   */
  limitWait(brokerId: number, token: Token, nowMs: number): void {
    this.parts.scheduler.nowMs = nowMs;
    limitWaitOf(this.manager(brokerId), token);
  }

  /** The response to a 'fetch' effect has arrived at the follower. */
  replicaFetched(followerId: number, leaderId: number, response: FetchResponse, nowMs: number): void {
    const { scheduler } = this.parts;
    scheduler.nowMs = nowMs;
    receiveFetchResponse(this.manager(followerId), leaderId, response);
    scheduler.endCall();
  }

  /** A 'fetch' effect has failed: the connection broke or could not be made. */
  replicaFetchFailed(followerId: number, leaderId: number, nowMs: number): void {
    this.call(nowMs, () => fetchFailed(this.manager(followerId), leaderId));
  }

  /**
   * A 'request' effect has ended.
   * @param response undefined if the connection broke or could not be made
   */
  interBrokerRequestDone(request: InterBrokerRequest, response: Response | undefined, nowMs: number): void {
    this.call(nowMs, () => this.parts.interBroker.completed(request, response));
  }

  /** The time of a 'wake' effect has come. */
  wake(nowMs: number): void {
    this.parts.scheduler.nowMs = nowMs;
    this.parts.scheduler.wake();
  }

  // --- What can happen to brokers and the controller ----------------------------------------------------------------

  /** The broker's process dies. */
  crash(brokerId: number, nowMs: number): void {
    this.call(nowMs, () => crashBroker(this.parts.controller, this.manager(brokerId)));
  }

  /** The broker's process starts again. */
  restart(brokerId: number, nowMs: number): void {
    this.call(nowMs, () => restartBroker(this.parts.controller, this.manager(brokerId)));
  }

  /** The broker hands over its leaderships and stops. */
  shutdown(brokerId: number, nowMs: number): void {
    this.call(nowMs, () => shutDownBroker(this.parts.controller, this.manager(brokerId)));
  }

  /** Nothing passes between the broker and the controller any more. Clients and other brokers may still reach the broker. */
  disconnectFromController(brokerId: number, nowMs: number): void {
    this.call(nowMs, () => disconnectFromController(this.parts.controller, this.services(brokerId).broker));
  }

  /** The broker and the controller can reach each other again. */
  reconnectToController(brokerId: number, nowMs: number): void {
    this.call(nowMs, () => reconnectToController(this.parts.controller, this.manager(brokerId)));
  }

  /** From now on there is no controller: no session expires, no leader is elected, and brokers go on with what they know. */
  stopController(): void {
    stopController(this.parts.controller);
  }

  /** There is a controller again. It measures the sessions of disconnected and crashed brokers from now. */
  startController(nowMs: number): void {
    this.call(nowMs, () => startController(this.parts.controller));
  }

  /** The log directory of all the broker's present logs fails. The process halts if it has no other; else later logs are not affected. */
  failDisk(brokerId: number, nowMs: number): void {
    this.call(nowMs, () => failLogDirectory(this.parts.controller, this.manager(brokerId)));
  }

  /** Sets how far the broker's clock is ahead of the true time, in ms; negative if it is behind. */
  skewClock(brokerId: number, skewMs: number): void {
    this.services(brokerId).broker.clockSkewMs = skewMs;
  }

  /** From now on the broker receives changes of the metadata `delayMs` later than others; 0: no later. */
  delayMetadata(brokerId: number, delayMs: number, nowMs: number): void {
    this.call(nowMs, () => delayMetadata(this.parts.controller, this.services(brokerId).broker, delayMs));
  }

  /** Whether the broker's process runs. */
  isUp(brokerId: number): boolean {
    const { isUp, isStarting } = this.services(brokerId).broker;
    return isUp || isStarting;
  }

  // --- Administration ----------------------------------------------------------------------------------------------

  /**
   * Sets producer_byte_rate at each broker.
   * @param clientId `null` for all clients without a quota of their own
   * @param bytesPerSecond undefined removes the quota
   */
  setProducerByteRate(clientId: string | null, bytesPerSecond: number | undefined): void {
    this.parts.producerByteRates.set(clientId, bytesPerSecond);
  }

  /**
   * Creates a topic without a client, to set a cluster up. The topic has leaders at once.
   * @throws IllegalArgumentException with Kafka's reason if it cannot be created
   */
  createTopic(name: string, options: TopicOptions, nowMs: number): void {
    this.call(nowMs, () => createTopicAtOnce(this.parts.controller, name, options));
  }

  /**
   * Moves a partition's leadership, as a reassignment or a preferred leader election does.
   * @throws IllegalArgumentException if the partition does not exist or the broker is not in sync
   */
  setLeader(topic: string, partition: number, brokerId: number, nowMs: number): void {
    this.call(nowMs, () => setLeader(this.parts.controller, topic, partition, brokerId));
  }

  /**
   * Moves a partition's leadership to its preferred leader, the first of its replicas.
   * @throws IllegalArgumentException if the partition does not exist, or its preferred leader is down or not in sync
   */
  electPreferredLeader(topic: string, partition: number, nowMs: number): void {
    this.call(nowMs, () => electPreferredLeader(this.parts.controller, topic, partition));
  }

  /**
   * Moves a partition to other brokers, the preferred leader first. The old replicas are removed when the new ones are in sync.
   * @throws IllegalArgumentException if the partition or a broker does not exist, or a broker is named twice
   */
  reassign(topic: string, partition: number, brokerIds: readonly number[], nowMs: number): void {
    this.call(nowMs, () => reassign(this.parts.controller, topic, partition, brokerIds));
  }

  /**
   * Gives a topic more partitions, `total` altogether. Existing records stay where they are.
   * @throws IllegalArgumentException with Kafka's reason if there is no such topic, or it has as many already
   */
  addPartitions(topic: string, total: number, nowMs: number): void {
    this.call(nowMs, () => addPartitions(this.parts.controller, topic, total));
  }

  /** Changes a topic's configuration for the requests to come. @throws Kafka's exception if it refuses the change */
  alterTopicConfig(topic: string, changes: readonly AlterableConfig[], nowMs: number): void {
    this.call(nowMs, () => changeTopicConfig(this.parts.controller, topic, changes));
  }

  /**
   * Deletes a partition's records before `offset`; -1: all that consumers can see.
   * @throws IllegalArgumentException with Kafka's error if there is no leader, or the offset is not in the log
   */
  deleteRecords(topic: string, partition: number, offset: number, nowMs: number): void {
    this.call(nowMs, () => deleteRecords(this.parts.replication, topic, partition, offset));
  }

  // --- Observation -------------------------------------------------------------------------------------------------

  /** The cluster as it is now: immutable, O(partitions). */
  snapshot(): ClusterSnapshot {
    return takeSnapshot(this.parts.replication);
  }

  /** Immutable, and the same object until something in it changes. A changed one shares with it what has not changed. */
  get controlPlane(): ControlPlane {
    return this.parts.controlPlane.current;
  }

  /** The control plane's topics: immutable, and the same array until something in it changes. */
  get topics(): readonly TopicState[] {
    return this.parts.controlPlane.current.topics;
  }

  /** Whether a topic of this name exists or has existed. */
  hasHadTopic(name: string): boolean {
    const { controlPlane, controller } = this.parts;
    return controlPlane.topic(name) !== undefined || controller.deletedTopics.has(name);
  }

  /** All replicas on all brokers. They go on changing: read them, do not keep them. */
  replicas(): Replica[] {
    const all: Replica[] = [];
    for (const manager of this.parts.replication.managers) for (const replica of manager.replicas()) all.push(replica);
    return all;
  }

  /** What a consumer from the beginning would print, partition by partition, under that isolation level. */
  readRecords(
    topic: string,
    partition?: number,
    isolation: IsolationLevel = 'read_uncommitted',
  ): Generator<ReadRecord> {
    return readRecords(this.parts.replication, topic, partition, isolation);
  }

  /** The offsets a group has committed, by partition in the order of the first commit. */
  committedOffsets(groupId: string): CommittedOffset[] {
    return committedOffsets(this.parts.replication, groupId);
  }

  // --- Inside ------------------------------------------------------------------------------------------------------

  private call(nowMs: number, action: () => void): void {
    const { scheduler } = this.parts;
    scheduler.nowMs = nowMs;
    action();
    scheduler.endCall();
  }

  private manager(brokerId: number): ReplicaManager {
    return this.services(brokerId).replicas;
  }

  private services(brokerId: number): BrokerServices {
    const services = this.parts.services[brokerId];
    if (services !== undefined) return services;
    const ids = this.nodes.map(({ id }) => id).join(', ');
    throw new IllegalArgumentException(`There is no broker ${brokerId} in this cluster; its brokers are ${ids}.`);
  }
}
