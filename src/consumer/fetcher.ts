/**
 * Fetches the next records of the assigned partitions from their leaders, or from the replicas that these name (KIP-392), and buffers them for the next poll() (Java's Fetcher).
 * Each partition has at most one request in flight.
 */

import type { CallRunner } from '../client/call-runner.ts';
import type { ClientHost, Timer } from '../client/host/client-host.ts';
import { takeLeaderHints } from '../client/metadata/leader-hints.ts';
import type { TopicsMetadata } from '../client/metadata/topics-metadata.ts';
import { partitionName } from '../protocol/cluster/topic-partition.ts';
import { ERRORS } from '../protocol/errors/errors.ts';
import { exceptionFor } from '../protocol/errors/exceptions.ts';
import type { FetchPartitionResponse } from '../protocol/messages.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import { type FieldDeserializers, readBatches } from './fetched-batches.ts';
import { offsetOutOfRange } from './offset-out-of-range-exception.ts';
import { type PartitionPosition, type Positions, passFetched } from './positions.ts';

/** A broker is never asked twice at one instant. */
const AT_ONCE_MS = 1;

/** The consumer, which the fetcher notifies. */
export interface FetcherOwner {
  /** Records may have arrived, or a partition may be fetched from again. */
  advance(): void;
  /** A partition cannot be read. */
  failPoll(error: Error): void;
}

export interface FetcherParts<K, V> {
  readonly config: ConsumerConfig;
  readonly clientHost: ClientHost;
  readonly metadata: TopicsMetadata;
  /** Whether the leaders that responses name are used (KIP-951). */
  readonly usesLeaderHints: boolean;
  readonly runner: CallRunner;
  readonly positions: Positions<K, V>;
  readonly deserializers: FieldDeserializers<K, V>;
}

export class Fetcher<K, V> {
  private readonly config: ConsumerConfig;
  private readonly clientHost: ClientHost;
  private readonly metadata: TopicsMetadata;
  private readonly usesLeaderHints: boolean;
  private readonly runner: CallRunner;
  private readonly positions: Positions<K, V>;
  private readonly deserializers: FieldDeserializers<K, V>;
  private readonly owner: FetcherOwner;
  private retryTimer: Timer | null = null;

  constructor(parts: FetcherParts<K, V>, owner: FetcherOwner) {
    this.config = parts.config;
    this.clientHost = parts.clientHost;
    this.metadata = parts.metadata;
    this.usesLeaderHints = parts.usesLeaderHints;
    this.runner = parts.runner;
    this.positions = parts.positions;
    this.deserializers = parts.deserializers;
    this.owner = owner;
  }

  close(): void {
    this.retryTimer?.cancel();
  }

  /** Sends one request to each broker of partitions that have neither a request in flight nor buffered records. */
  fetch(): void {
    const byBroker = new Map<number, PartitionPosition<K, V>[]>();
    for (const entry of this.positions.all()) {
      if (!this.shouldFetch(entry)) continue;
      const brokerId = this.brokerFor(entry);
      if (brokerId === null) {
        this.runner.requestMetadata();
        continue;
      }
      const ofBroker = byBroker.get(brokerId);
      if (ofBroker === undefined) byBroker.set(brokerId, [entry]);
      else ofBroker.push(entry);
    }
    for (const [brokerId, entries] of byBroker) this.fetchFrom(brokerId, entries);
  }

  /** The preferred replica as long as it is known to be there, otherwise the leader (Java's selectReadReplica). */
  private brokerFor(entry: PartitionPosition<K, V>): number | null {
    const cluster = this.metadata.fetch();
    const { topic, partition, preferredReplica } = entry;
    const leader = cluster.leaderForIndex(topic, partition)?.id ?? null;
    if (preferredReplica === null || leader === null) return leader;
    const { brokerId, expiresMs } = preferredReplica;
    if (this.clientHost.now() > expiresMs) {
      entry.preferredReplica = null;
      return leader;
    }
    const info = cluster.partition(topic, partition);
    const isThere = info?.replicas.includes(brokerId) === true && !info.offlineReplicas.includes(brokerId);
    if (isThere && cluster.nodeById(brokerId) !== null) return brokerId;
    this.lookForReplicas(entry);
    return leader;
  }

  /** The metadata may be outdated: the leader is asked again which replica to read. */
  private lookForReplicas(entry: PartitionPosition<K, V>): void {
    this.metadata.requestUpdate();
    entry.preferredReplica = null;
  }

  private fetchFrom(brokerId: number, entries: readonly PartitionPosition<K, V>[]): void {
    const { fetchMaxWaitMs, fetchMinBytes, fetchMaxBytes, isolationLevel, maxPartitionFetchBytes } = this.config;
    const { clientRack } = this.config;
    const requested = entries.map((entry) => ({ entry, generation: entry.generation }));
    const partitions = entries.map((entry) => ({
      topic: entry.topic,
      partition: entry.partition,
      currentLeaderEpoch: this.metadata.currentLeader(entry).epoch ?? -1,
      fetchOffset: entry.fetchPosition,
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: maxPartitionFetchBytes,
    }));
    for (const entry of entries) entry.isRequestInFlight = true;
    const awaiting = (): readonly PartitionPosition<K, V>[] =>
      requested.filter(({ entry, generation }) => entry.generation === generation).map(({ entry }) => entry);
    const failed = (): void => {
      for (const entry of awaiting()) {
        entry.isRequestInFlight = false;
        entry.preferredReplica = null;
        this.retryLater(entry, this.config.retryBackoffMs);
      }
      this.metadata.requestUpdate();
      this.owner.advance();
    };
    this.runner.submit({
      name: 'fetch',
      deadlineMs: this.clientHost.now() + this.config.requestTimeoutMs,
      target: () => ({ nodeId: brokerId }),
      request: () => ({
        api: 'Fetch',
        replicaId: -1,
        maxWaitMs: fetchMaxWaitMs,
        minBytes: fetchMinBytes,
        maxBytes: fetchMaxBytes,
        isolationLevel,
        ...(clientRack !== '' && { rackId: clientRack }),
        partitions,
      }),
      onResponse: (response) => {
        if (response.api !== 'Fetch') return;
        if (this.usesLeaderHints) takeLeaderHints(this.metadata, response);
        for (const entry of awaiting()) {
          entry.isRequestInFlight = false;
          const fetched = response.partitions.find((one) => partitionName(one) === partitionName(entry));
          // A broker that answers at once without records must not be asked twice at one instant.
          if (fetched === undefined || fetched.records.length === 0) this.retryLater(entry, AT_ONCE_MS);
          if (fetched !== undefined) this.takeFetched(entry, fetched);
        }
        this.owner.advance();
      },
      needsConnection: true,
      onDisconnect: failed,
      onFailure: failed,
    });
  }

  private takeFetched(entry: PartitionPosition<K, V>, fetched: FetchPartitionResponse): void {
    if (fetched.error === 'NONE') {
      const { isolationLevel, metadataMaxAgeMs } = this.config;
      if (fetched.preferredReadReplica !== undefined) {
        const expiresMs = this.clientHost.now() + metadataMaxAgeMs;
        entry.preferredReplica = { brokerId: fetched.preferredReadReplica, expiresMs };
      }
      const read = readBatches(fetched, entry.fetchPosition, isolationLevel, this.deserializers);
      entry.fetchPosition = read.nextPosition;
      entry.epochs = read.epochs;
      for (const record of read.records) entry.buffered.push(record);
      if (entry.buffered.length > 0) return;
      passFetched(entry);
      if (read.failure !== undefined) this.owner.failPoll(read.failure);
    } else if (fetched.error === 'OFFSET_OUT_OF_RANGE' && entry.preferredReplica !== null) {
      // Only the leader knows for certain: it is asked next.
      entry.preferredReplica = null;
    } else if (fetched.error === 'OFFSET_OUT_OF_RANGE') {
      if (this.config.autoOffsetReset !== 'none') this.positions.move(entry, null, null);
      else this.owner.failPoll(offsetOutOfRange(entry, this.metadata.currentLeader(entry)));
    } else if (ERRORS[fetched.error].retriable) {
      if (fetched.error === 'UNKNOWN_LEADER_EPOCH') this.metadata.requestUpdate();
      else this.lookForReplicas(entry);
      this.retryLater(entry, this.backoffMs(entry, fetched));
    } else {
      this.owner.failPoll(exceptionFor(fetched.error));
    }
  }

  /** A leader that the response has named is asked at once. */
  private backoffMs(entry: PartitionPosition<K, V>, { currentLeader }: FetchPartitionResponse): number {
    const { epoch } = this.metadata.currentLeader(entry);
    const isNamed = this.usesLeaderHints && currentLeader !== undefined && currentLeader.leaderEpoch === epoch;
    return isNamed ? AT_ONCE_MS : this.config.retryBackoffMs;
  }

  private retryLater(entry: PartitionPosition<K, V>, delayMs: number): void {
    entry.nextRequestMs = this.clientHost.now() + delayMs;
    this.retryTimer?.cancel();
    this.retryTimer = this.clientHost.schedule(delayMs, () => this.owner.advance(), true);
  }

  private shouldFetch(entry: PartitionPosition<K, V>): boolean {
    const mayRequest = entry.nextRequestMs <= this.clientHost.now() && !entry.isRequestInFlight;
    return entry.position !== null && !entry.isPaused && entry.buffered.length === 0 && mayRequest;
  }
}
