/**
 * What a client knows of the cluster, and when it has to ask for an update (Java's Metadata). network/metadata-updater.ts sends
 * the requests; the subclasses decide which topics are of interest.
 */

import type { Node } from '../../protocol/cluster/node.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import { IllegalStateException, KafkaException } from '../../protocol/errors/exceptions.ts';
import type { MetadataRequest, MetadataResponse } from '../../protocol/messages.ts';
import { RecallMap } from '../collections/recall-map.ts';
import type { Log } from '../host/logging.ts';
import type { ClientPolicies } from '../versions/client-policies.ts';
import type { VersionedView } from './cluster-view.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import { TOPIC_ID_MERGES } from './merged-topic-ids.ts';
import {
  type BootstrapAddress,
  type LeaderAndEpoch,
  MetadataCache,
  type NamedLeader,
  NO_LEADER_OR_EPOCH,
} from './metadata-cache.ts';
import { MetadataErrors } from './metadata-errors.ts';
import { type MetadataReader, readMetadataResponse } from './metadata-response-reader.ts';
import { REFRESH_BACKOFFS, type RefreshBackoff, type RefreshBackoffSettings } from './refresh-backoff.ts';

export interface MetadataOptions extends RefreshBackoffSettings {
  /** metadata.max.age.ms: the age at which metadata is updated without a request. */
  readonly metadataExpireMs: number;
  readonly log: Log;
  readonly policies: Pick<ClientPolicies, 'mergedTopicIds' | 'metadataBackoff'>;
}

export interface MetadataRequestAndVersion {
  readonly request: MetadataRequest;
  readonly requestVersion: number;
  readonly isPartialUpdate: boolean;
}

const LOGGER = 'org.apache.kafka.clients.Metadata';

export abstract class Metadata {
  protected readonly log: Log;
  private readonly refreshBackoffMs: number;
  /** `null`: the backoff is always refreshBackoffMs. */
  private readonly refreshBackoff: RefreshBackoff | null;
  private readonly metadataExpireMs: number;
  /** Incremented by every response, and by `bootstrap`. */
  private version = 0;
  /** Incremented by every new topic. A response to a request from before leaves another update due. */
  private requestVersion = 0;
  /** When the last attempt ended, whatever its result; 0: the next attempt need not wait for the backoff. */
  private lastRefreshMs = 0;
  private lastSuccessfulRefreshMs = 0;
  private needFullUpdate = false;
  private needPartialUpdate = false;
  private readonly errors: MetadataErrors;
  private cache: MetadataCache = MetadataCache.empty();
  private bootstrapAddresses: readonly BootstrapAddress[] = [];
  private closed = false;
  private readonly lastSeenLeaderEpochs: LeaderEpochs = new LeaderEpochs();
  /** Cached results of currentLeaderOf, by topic and then by partition. */
  private readonly leaders = new RecallMap<LeaderAndEpoch[]>();
  private readonly reader: MetadataReader;
  private readonly listeners: Set<() => void> = new Set();

  constructor(options: MetadataOptions) {
    this.log = options.log;
    this.refreshBackoffMs = options.refreshBackoffMs;
    this.refreshBackoff = REFRESH_BACKOFFS[options.policies.metadataBackoff](options);
    this.metadataExpireMs = options.metadataExpireMs;
    this.errors = new MetadataErrors((message) => this.log('ERROR', LOGGER, message));
    this.reader = {
      epochs: this.lastSeenLeaderEpochs,
      requestUpdate: () => this.requestUpdate(),
      progressed: () => this.refreshBackoff?.progressed(),
      retainTopic: (topic, isInternal, nowMs) => this.retainTopic(topic, isInternal, nowMs),
      mayForget: (nowMs) => this.mayForget(nowMs),
      logInfo: (message) => this.log('INFO', LOGGER, message),
      mergeTopicIds: TOPIC_ID_MERGES[options.policies.mergedTopicIds],
    };
  }

  /** The request for a full update. */
  protected abstract newFullRequest(): MetadataRequest;
  /** The request for the topics added since the last update; `null` if this client makes full updates only. */
  protected abstract newRequestForNewTopics(): MetadataRequest | null;
  /** Whether a topic of a response, or of the cache, is still of interest. */
  protected abstract retainTopic(topic: string, isInternal: boolean, nowMs: number): boolean;
  /** Whether `retainTopic` may refuse a topic of the cache. If not, an update does not look at the topics it is not about. */
  protected abstract mayForget(nowMs: number): boolean;

  fetch(): VersionedView {
    return this.cache.cluster;
  }

  /** The id of a topic; empty if it is not known. */
  topicId(topic: string): string {
    return this.cache.topicIds.get(topic) ?? '';
  }

  /** When the last full update came, in ms since the epoch; 0 if there was none. */
  lastSuccessfulUpdate(): number {
    return this.lastSuccessfulRefreshMs;
  }

  updateRequested(): boolean {
    return this.needFullUpdate || this.needPartialUpdate;
  }

  /** Ms until the backoff after the last attempt is over. */
  timeToAllowUpdate(nowMs: number): number {
    if (this.refreshBackoff !== null) return this.timeLeftOf(this.refreshBackoff, nowMs);
    return Math.max(this.lastRefreshMs + this.refreshBackoffMs - nowMs, 0);
  }

  private timeLeftOf(backoff: RefreshBackoff, nowMs: number): number {
    if (nowMs >= this.lastSuccessfulRefreshMs + this.metadataExpireMs) backoff.progressed();
    return backoff.timeLeftMs(nowMs - this.lastRefreshMs);
  }

  /** Ms until the metadata expires; 0 if an update was requested. */
  timeToExpire(nowMs: number): number {
    return this.updateRequested() ? 0 : Math.max(this.lastSuccessfulRefreshMs + this.metadataExpireMs - nowMs, 0);
  }

  /** Ms until the next update is both due and allowed. */
  timeToNextUpdate(nowMs: number): number {
    return Math.max(this.timeToExpire(nowMs), this.timeToAllowUpdate(nowMs));
  }

  /** Requests a full update, as soon as the backoff allows it. @returns the current version; a higher one means an update */
  requestUpdate(): number {
    this.needFullUpdate = true;
    return this.version;
  }

  /** Requests an update for new topics, without a backoff. @returns the current version; a higher one means an update */
  requestUpdateForNewTopics(): number {
    this.lastRefreshMs = 0;
    this.needPartialUpdate = true;
    this.refreshBackoff?.progressed();
    this.requestVersion++;
    return this.version;
  }

  /** The leader and its epoch. If a newer epoch than the cached one was seen, the leader is `null`. */
  currentLeader(topicPartition: TopicPartition): LeaderAndEpoch {
    return this.currentLeaderOf(topicPartition.topic, topicPartition.partition);
  }

  /** Like currentLeader. Its results are cached until the metadata changes, since it is called several times per batch. */
  currentLeaderOf(topic: string, partition: number): LeaderAndEpoch {
    const leaders = this.leaders.get(topic) ?? this.leadersOf(topic);
    leaders[partition] ??= this.findLeader(topic, partition);
    return leaders[partition];
  }

  private leadersOf(topic: string): LeaderAndEpoch[] {
    const leaders: LeaderAndEpoch[] = [];
    this.leaders.set(topic, leaders);
    return leaders;
  }

  private findLeader(topic: string, partition: number): LeaderAndEpoch {
    const lastSeen = this.lastSeenLeaderEpochs.get(topic, partition);
    const cached = this.cache.partition(topic, partition);
    const isCurrent = cached !== undefined && (lastSeen === undefined || cached.leaderEpoch === lastSeen);
    if (isCurrent) return this.cache.leaderOf(cached);
    return lastSeen === undefined ? NO_LEADER_OR_EPOCH : { leader: null, epoch: lastSeen };
  }

  /** Starts from the addresses of bootstrap.servers. */
  bootstrap(addresses: readonly BootstrapAddress[]): void {
    this.needFullUpdate = true;
    this.version++;
    this.bootstrapAddresses = addresses;
    const nodes: Node[] = addresses.map(({ host, port }, index) => ({ id: -1 - index, host, port }));
    this.cache = MetadataCache.bootstrap(nodes);
    this.leaders.clear();
  }

  /** Forgets all nodes, and starts again from the addresses of bootstrap.servers. */
  rebootstrap(): void {
    const addresses = this.bootstrapAddresses;
    this.log(
      'INFO',
      LOGGER,
      `Rebootstrapping with [${addresses.map(({ host, port }) => `${host}:${port}`).join(', ')}]`,
    );
    this.bootstrap(addresses);
  }

  /**
   * Takes over leaders that another response than metadata has named, unless the metadata knows newer ones (KIP-951).
   *
   * @param nodes the addresses of these leaders
   */
  updateLeaders(leaders: readonly NamedLeader[], nodes: readonly Node[]): void {
    const isNewer = ({ topic, partition, leaderEpoch }: NamedLeader): boolean =>
      leaderEpoch > (this.currentLeaderOf(topic, partition).epoch ?? -1);
    const accepted = this.cache.takeLeaders(leaders.filter(isNewer), nodes);
    if (accepted.length === 0) return;
    for (const { topic, partition, leaderEpoch } of accepted)
      this.lastSeenLeaderEpochs.set(topic, partition, leaderEpoch);
    this.leaders.clear();
  }

  newMetadataRequestAndVersion(nowMs: number): MetadataRequestAndVersion {
    const isFresh = this.lastSuccessfulRefreshMs + this.metadataExpireMs > nowMs;
    const partial = !this.needFullUpdate && isFresh ? this.newRequestForNewTopics() : null;
    const request = partial ?? this.newFullRequest();
    return { request, requestVersion: this.requestVersion, isPartialUpdate: partial !== null };
  }

  update(requestVersion: number, response: MetadataResponse, isPartialUpdate: boolean, nowMs: number): void {
    if (this.closed) throw new IllegalStateException('Update requested after metadata close');
    this.needPartialUpdate = requestVersion < this.requestVersion;
    this.lastRefreshMs = nowMs;
    this.refreshBackoff?.responded();
    this.version++;
    if (!isPartialUpdate) {
      this.needFullUpdate = false;
      this.lastSuccessfulRefreshMs = nowMs;
    }
    const previousClusterId = this.cache.clusterId;
    this.cache = readMetadataResponse(response, isPartialUpdate, nowMs, this.cache, this.reader);
    this.errors.rememberTopics(this.cache.cluster);
    this.leaders.clear();
    if (this.mayForget(nowMs)) this.lastSeenLeaderEpochs.retainTopics((topic) => this.retainTopic(topic, false, nowMs));
    if (previousClusterId !== this.cache.clusterId) this.log('INFO', LOGGER, `Cluster ID: ${this.cache.clusterId}`);
    this.afterUpdate(response, isPartialUpdate);
    this.notifyListeners();
  }

  /** Called after an update, before the listeners. */
  protected afterUpdate(_response: MetadataResponse, _isPartialUpdate: boolean): void {}

  /** Notes that an update failed: the next one waits for the backoff. */
  failedUpdate(nowMs: number): void {
    this.lastRefreshMs = nowMs;
    this.refreshBackoff?.failed();
  }

  /** Keeps an exception for the next caller that waits for metadata, and notifies the listeners. */
  fatalError(exception: KafkaException): void {
    this.errors.rememberFatal(exception);
    this.notifyListeners();
  }

  /** @throws the fatal exception or the error of this topic, once; the errors of other topics are forgotten */
  maybeThrowExceptionForTopic(topic: string): void {
    this.errors.throwFor(topic);
  }

  /**
   * Whether metadata newer than `lastVersion` has come. A waiting caller asks this at each `onUpdate`.
   *
   * @throws the fatal exception, once, and KafkaException after close()
   */
  awaitedUpdateArrived(lastVersion: number): boolean {
    this.errors.throwFatal();
    if (this.closed) throw new KafkaException('Requested metadata update after close');
    return this.version > lastVersion;
  }

  /**
   * Calls `listener` after each update, fatal error and close(), in order of registration.
   *
   * @returns a function that undoes the registration
   */
  onUpdate(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  close(): void {
    this.closed = true;
    this.notifyListeners();
  }

  isClosed(): boolean {
    return this.closed;
  }

  private notifyListeners(): void {
    if (this.listeners.size === 0) return;
    // A listener that is registered by another one waits for the next update.
    const current = Array.from(this.listeners);
    for (const listener of current) listener();
  }
}
