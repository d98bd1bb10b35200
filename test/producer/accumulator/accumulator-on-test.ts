/**
 * An accumulator with the readiness check and the drainer, called in the sender's order, and a cluster whose leaders
 * the test moves. Tests append records at given times and see which batches are drained.
 */

import { RETRY_BACKOFFS, type RetryBackoff } from '../../../src/client/backoff/retry-backoff.ts';
import { ProducerMetadata } from '../../../src/client/metadata/producer-metadata.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import { Drainer } from '../../../src/producer/accumulator/drain.ts';
import type { IdempotenceGate } from '../../../src/producer/accumulator/idempotence-gate.ts';
import { NodeLatencies } from '../../../src/producer/accumulator/node-latencies.ts';
import type { Appended, NotAppended } from '../../../src/producer/accumulator/pending-record.ts';
import type { ProducerBatch } from '../../../src/producer/accumulator/producer-batch.ts';
import { checkReady, type ReadyCheckResult } from '../../../src/producer/accumulator/readiness.ts';
import { RecordAccumulator } from '../../../src/producer/accumulator/record-accumulator.ts';
import type { PartitionQueue } from '../../../src/producer/accumulator/topic-queues.ts';
import { UNKNOWN_PARTITION } from '../../../src/producer/record/record-metadata.ts';
import type { Callback } from '../../../src/producer/result/callback.ts';
import type { Payload } from '../../../src/protocol/records/payload.ts';
import { metadataResponse, topic } from '../../client/network/scripted-broker.ts';
import { ScriptedHost } from '../../client/network/scripted-host.ts';
import { contextOnTest } from '../context-on-test.ts';
import { batchRecord, callAll } from './open-batch.ts';

export interface AccumulatorSettings {
  readonly batchSize?: number;
  readonly bufferMemory?: number;
  readonly lingerMs?: number;
  readonly retryBackoffMs?: number;
  readonly deliveryTimeoutMs?: number;
  readonly maxRequestSize?: number;
  readonly isAdaptive?: boolean;
  readonly availabilityTimeoutMs?: number;
  readonly idempotence?: IdempotenceGate | null;
  /** The node (0 or 1) that leads each partition of `t`; -1 is none. */
  readonly leaders?: readonly number[];
}

/** A host whose time a test sets. */
class HostAtMs extends ScriptedHost {
  nowMs = 0;

  override now(): number {
    return this.nowMs;
  }
}

export class AccumulatorOnTest {
  readonly accumulator: RecordAccumulator;
  readonly latencies: NodeLatencies;
  readonly metadata: ProducerMetadata;
  private readonly clientHost = new HostAtMs();
  private readonly drainer: Drainer;
  private readonly settings: Required<AccumulatorSettings>;
  private updates = 0;

  constructor(settings: AccumulatorSettings = {}) {
    this.settings = { ...DEFAULTS, ...settings };
    const { batchSize, bufferMemory, deliveryTimeoutMs, maxRequestSize, retryBackoffMs, idempotence } = this.settings;
    const config = { batchSize, bufferMemory, deliveryTimeoutMs, maxRequestSize, retryBackoffMs };
    const context = contextOnTest(config, this.clientHost);
    this.accumulator = new RecordAccumulator(context, { runCallbacks: callAll, sequences: idempotence });
    this.latencies = new NodeLatencies(this.settings.availabilityTimeoutMs);
    this.metadata = new ProducerMetadata({
      refreshBackoffMs: 100,
      refreshBackoffMaxMs: undefined,
      backoffJitter: () => 1,
      metadataExpireMs: 300_000,
      metadataIdleMs: 300_000,
      log: () => {},
      policies: V3_6_1.policies,
    });
    const { accumulator, metadata } = this;
    const readiness = { retryBackoff: constantBackoff(retryBackoffMs), onlyNewerLeaders: false };
    this.drainer = new Drainer(context, { accumulator, metadata, readiness, idempotence });
    this.metadata.add('t', 0);
    this.elect(this.settings.leaders);
  }

  /** The queue of a partition; creates it if necessary. */
  queue(partition: number): PartitionQueue {
    return this.accumulator.topicQueues('t').queueToFill(partition);
  }

  /** Sets new leaders of `t`, with the next leader epoch, by an update about all topics or about this one. */
  elect(leaders: readonly number[], isPartialUpdate = false): void {
    const { requestVersion } = this.metadata.newMetadataRequestAndVersion(0);
    this.metadata.update(requestVersion, metadataResponse([topic('t', leaders, this.updates++)]), isPartialUpdate, 0);
  }

  /**
   * Appends as send() does. Returns the batch; undefined if there is no memory for a new one.
   *
   * @param reserved bytes that are already allocated for a new batch
   */
  append(
    partition: number,
    value: Payload,
    nowMs: number,
    callback?: Callback,
    reserved = 0,
  ): ProducerBatch | undefined {
    if (reserved > 0) this.accumulator.pool.tryAllocate(reserved);
    const appended = this.tryAppend(partition, value, nowMs, { ...(callback !== undefined && { callback }), reserved });
    return typeof appended === 'string' ? undefined : appended.batch;
  }

  tryAppend(
    partition: number,
    value: Payload,
    nowMs: number,
    options: { readonly callback?: Callback; readonly abortOnNewBatch?: boolean; readonly reserved?: number } = {},
  ): Appended | NotAppended {
    const { callback, abortOnNewBatch = false, reserved = 0 } = options;
    this.clientHost.nowMs = nowMs;
    const record = batchRecord({ value, ...(callback !== undefined && { callback }) }, nowMs);
    const pending = { topic: 't', partition, triedPartition: UNKNOWN_PARTITION, ...record };
    return this.accumulator.append(pending, this.metadata.fetch(), abortOnNewBatch, reserved);
  }

  ready(nowMs: number): ReadyCheckResult {
    const { lingerMs, retryBackoffMs, isAdaptive } = this.settings;
    const retryBackoff = constantBackoff(retryBackoffMs);
    const rules = { lingerMs, retryBackoff, onlyNewerLeaders: false, isAdaptive, latencies: this.latencies };
    return checkReady(this.accumulator.topics, this.metadata, rules, this.accumulator.ignoresLinger, nowMs);
  }

  readyNodes(nowMs: number): number[] {
    return this.ready(nowMs).readyNodes.map(({ id }) => id);
  }

  /** Drains the batches of a node's next request, which are then in flight. */
  drain(nodeId: number, nowMs: number): readonly ProducerBatch[] {
    const node = this.metadata.fetch().nodeById(nodeId);
    const batches = node === null ? [] : this.drainer.drain(node, nowMs);
    for (const batch of batches) this.accumulator.timeouts.putInFlight(this.queue(batch.partition), batch);
    return batches;
  }

  /** Drains a node's next request, as `partition:values`. */
  drained(nodeId: number, nowMs: number): string[] {
    return this.drain(nodeId, nowMs).map(({ partition, columns }) => `${partition}:${columns.values.join('')}`);
  }

  /** Reenqueues a drained batch that failed. */
  putBack(batch: ProducerBatch, nowMs: number): void {
    this.leaveFlight(batch);
    this.accumulator.reenqueue(batch, nowMs);
  }

  /** Completes a drained batch. */
  complete(batch: ProducerBatch): void {
    this.leaveFlight(batch);
    batch.complete(0, -1);
    this.accumulator.deallocate(batch);
  }

  expiredInQueue(nowMs: number): readonly ProducerBatch[] {
    return this.accumulator.timeouts.takeQueued(this.accumulator.topics.busy, nowMs);
  }

  expiredInFlight(nowMs: number): readonly ProducerBatch[] {
    return this.accumulator.timeouts.takeInFlight(this.accumulator.topics.busy, nowMs);
  }

  private leaveFlight(batch: ProducerBatch): void {
    const inFlight = this.accumulator.queueOf('t', batch.partition)?.inFlight ?? [];
    inFlight.splice(inFlight.indexOf(batch), 1);
  }
}

const DEFAULTS: Required<AccumulatorSettings> = {
  batchSize: 16_384,
  bufferMemory: 33_554_432,
  lingerMs: 0,
  retryBackoffMs: 100,
  deliveryTimeoutMs: 120_000,
  maxRequestSize: 1_048_576,
  isAdaptive: false,
  availabilityTimeoutMs: 0,
  idempotence: null,
  leaders: [0, 0],
};

function constantBackoff(retryBackoffMs: number): RetryBackoff {
  return RETRY_BACKOFFS.constant({ retryBackoffMs, retryBackoffMaxMs: undefined }, () => 1);
}
