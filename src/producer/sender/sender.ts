/**
 * The body of the I/O thread: one turn after another, each sends what is ready and polls (Sender.runOnce).
 *
 * Owns: the order of a turn's steps, produce requests, whose turn it is, and the end of the thread.
 * Refuses to know: what an answer means for a batch (completion.ts), when a batch is ready (accumulator).
 */

import type { ErrorName } from '../../protocol/errors.ts';
import { IllegalStateException, KafkaException, TransactionAbortedException } from '../../protocol/exceptions.ts';
import type { Node, ProducePartition, ProducePartitionResponse, ProduceResponse } from '../../protocol/messages.ts';
import type { Drainer } from '../accumulator/drain.ts';
import type { NodeLatencies } from '../accumulator/node-latencies.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import { checkReady, type ReadinessRules } from '../accumulator/readiness.ts';
import { reasonToSend } from '../accumulator/reason-to-send.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerEvents } from '../events.ts';
import type { ClientLogger } from '../logging.ts';
import type { PartitionInfo } from '../metadata/cluster-view.ts';
import type { ProducerMetadata } from '../metadata/producer-metadata.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { ClientResponse } from '../network/client-request.ts';
import type { NetworkClient } from '../network/network-client.ts';
import type { TransactionalRequest } from '../transactions/requests/transactional-request.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import type { World } from '../world.ts';
import type { Completion } from './completion.ts';
import type { Waits } from './io-thread.ts';
import { unanswered } from './produce-outcome.ts';
import type { TransactionalTurn } from './transactional-turn.ts';

export interface SenderOptions {
  readonly world: World;
  readonly client: NetworkClient;
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly drainer: Drainer;
  readonly latencies: NodeLatencies;
  readonly readiness: ReadinessRules;
  readonly completion: Completion;
  /** `null` without idempotence; so is `turn`. */
  readonly manager: TransactionManager | null;
  readonly turn: TransactionalTurn | null;
  readonly metrics: ProducerMetrics;
  readonly events: ProducerEvents;
  readonly logger: ClientLogger;
  readonly acks: -1 | 0 | 1;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly guaranteesOrder: boolean;
}

/** What one turn sends to one node. */
interface NodeRequest {
  readonly node: Node;
  batches: readonly ProducerBatch[];
}

const NO_BATCHES: readonly ProducerBatch[] = [];
const NO_REQUESTS: readonly NodeRequest[] = [];
const NO_PARTITIONS: readonly PartitionInfo[] = [];

export class Sender {
  private readonly options: SenderOptions;
  private isRunning = true;
  private isForced = false;
  /** Nodes that had something ready, and could take it, in the last turn. */
  private nodesReady = 0;
  /** All was sent; from here on the thread goes on for an open transaction only. */
  private isFlushed = false;
  private partsByNode: { view: unknown; parts: Map<number, PartitionInfo[]> } = { view: null, parts: new Map() };

  constructor(options: SenderOptions) {
    this.options = options;
  }

  /** The whole life of the thread. */
  *run(): Waits {
    const { client, world, accumulator, manager, turn, logger } = this.options;
    while (this.goesOn()) {
      try {
        const step = this.nextStep(world.now());
        if (typeof step === 'number') {
          // Written out, not delegated to another generator: this is every turn's way.
          yield client.beginPoll(step, world.now());
          client.endPoll(world.now());
        } else if (step !== null && turn !== null) yield* turn.take(step);
      } catch (error) {
        // A state that does not fit has become a fatal one by now. Anything else is a mistake of ours: let it be seen.
        if (!(error instanceof IllegalStateException)) throw error;
        logger.error('Uncaught error in kafka producer I/O thread: ', error);
      }
    }
    if (this.isForced) {
      manager?.close();
      accumulator.abortBatches(new KafkaException('Producer is closed forcefully.'));
    }
    client.close();
  }

  /** Turns like the last one were left out, in which nothing was sent: they count all the same. */
  turnsSkipped(turns: number): void {
    this.options.metrics.recordEmptyRequests(turns * this.nodesReady);
  }

  /** Sends what is left, then ends. */
  initiateClose(): void {
    this.options.accumulator.close();
    this.isRunning = false;
    this.options.client.wakeup();
  }

  /** Ends at once; what is left fails. */
  forceClose(): void {
    this.isForced = true;
    this.initiateClose();
  }

  /** While the producer is open; then until all is sent; then until no transaction is left open. */
  private goesOn(): boolean {
    if (this.isRunning) return true;
    if (this.isForced) return false;
    const { accumulator, client, manager } = this.options;
    const isOngoing = manager?.lifecycle.hasOngoingTransaction === true;
    this.isFlushed ||=
      !accumulator.hasUndrained() && client.inFlightRequestCount() === 0 && !(isOngoing && manager.hasPendingRequests);
    if (!this.isFlushed) return true;
    if (isOngoing && !manager.lifecycle.isCompleting) this.abortForClosing(manager);
    return isOngoing;
  }

  private abortForClosing(manager: TransactionManager): void {
    const { logger } = this.options;
    logger.info('Aborting incomplete transaction due to shutdown');
    try {
      manager.transactions.abort();
    } catch (error) {
      logger.error('Error in kafka producer I/O thread while aborting transaction: ', asError(error));
    }
  }

  // --- One turn --------------------------------------------------------------------------------------------------------------

  /** How long this turn's poll may wait, what was ready having been sent; or the request the turn goes to; or neither. */
  private nextStep(nowMs: number): number | TransactionalRequest | null {
    const { manager, retryBackoffMs } = this.options;
    if (manager === null) return this.sendProducerData(nowMs);
    const { lifecycle, idempotence } = manager;
    idempotence.maybeResolveSequences();
    if (lifecycle.hasFatalError) {
      this.abortIncomplete(lifecycle.lastError);
      return retryBackoffMs;
    }
    if (manager.takeAuthorizationError((error) => this.abortIncomplete(error))) return null;
    manager.maintainIdentity();
    return manager.isRequestInFlight ? retryBackoffMs : (this.requestDue(manager) ?? this.sendProducerData(nowMs));
  }

  private requestDue(manager: TransactionManager): TransactionalRequest | null {
    const { accumulator } = this.options;
    const { lifecycle } = manager;
    if ((lifecycle.hasAbortableError || lifecycle.isAborting) && accumulator.hasIncomplete) {
      accumulator.abortUndrainedBatches(lifecycle.lastError ?? new TransactionAbortedException());
    }
    return manager.nextRequest(accumulator.hasIncomplete);
  }

  private abortIncomplete(reason: Error | null): void {
    const { accumulator, logger } = this.options;
    if (reason === null || !accumulator.hasIncomplete) return;
    logger.error('Aborting producer batches due to fatal error', reason);
    accumulator.abortBatches(reason);
  }

  // --- Produce ---------------------------------------------------------------------------------------------------------------

  /** Sends what is ready and expires what is too old. Returns how long the poll may wait. */
  private sendProducerData(nowMs: number): number {
    const { accumulator, metadata, readiness, metrics, manager } = this.options;
    const isUrgent = accumulator.isUrgent || manager?.lifecycle.isCompleting === true;
    const check = checkReady(accumulator.allTopics(), metadata, readiness, isUrgent, nowMs);
    if (check.unknownLeaderTopics.length > 0) {
      for (const topic of check.unknownLeaderTopics) metadata.add(topic, nowMs);
      metadata.requestUpdate();
    }
    const { client, latencies } = this.options;
    let requests = NO_REQUESTS;
    let notReadyMs = Number.POSITIVE_INFINITY;
    for (const node of check.readyNodes) {
      const isReady = client.ready(node, nowMs);
      latencies.update(node.id, nowMs, isReady);
      if (isReady) requests = [...requests, { node, batches: NO_BATCHES }];
      else notReadyMs = Math.min(notReadyMs, client.pollDelayMs(node, nowMs));
    }
    for (const request of requests) request.batches = this.drain(request.node, nowMs);
    this.expire(nowMs);
    for (const { batches } of requests) metrics.recordRequest(batches);
    this.nodesReady = requests.length;
    for (const { node, batches } of requests) if (batches.length > 0) this.sendProduceRequest(node, batches, nowMs);
    if (requests.length > 0) return 0;
    const timeoutMs = Math.min(check.nextReadyCheckDelayMs, notReadyMs, accumulator.nextExpiryMs - nowMs);
    return Math.max(timeoutMs, 0);
  }

  private drain(node: Node, nowMs: number): readonly ProducerBatch[] {
    const { drainer, metadata, accumulator, guaranteesOrder } = this.options;
    const batches = drainer.drain(metadata, node, this.partitionsLedBy(node), nowMs);
    for (const batch of batches) {
      const queue = accumulator.queueOf(batch.topic, batch.partition);
      if (queue === undefined) continue;
      queue.inFlight.push(batch);
      if (guaranteesOrder) queue.isMuted = true;
    }
    return batches;
  }

  /** In-flight batches last, as in Java: what waits in a queue is reported first. */
  private expire(nowMs: number): void {
    const { accumulator, completion } = this.options;
    accumulator.nextExpiryMs = Number.POSITIVE_INFINITY;
    if (!accumulator.hasIncomplete) return;
    const inFlight = accumulator.expiredInFlightBatches(nowMs);
    const queued = accumulator.expiredBatches(nowMs);
    for (const batch of queued) completion.expire(batch, nowMs);
    for (const batch of inFlight) completion.expire(batch, nowMs);
  }

  private sendProduceRequest(node: Node, batches: readonly ProducerBatch[], nowMs: number): void {
    const { client, acks, requestTimeoutMs, events, manager } = this.options;
    const partitions = batches.map(partitionOfRequest);
    const request = client.newClientRequest(
      String(node.id),
      {
        api: 'Produce',
        acks,
        timeoutMs: requestTimeoutMs,
        transactionalId: manager?.transactionalId ?? null,
        partitions,
      },
      nowMs,
      acks !== 0,
      requestTimeoutMs,
      (response) => this.handleProduceResponse(response, batches),
    );
    if (events.listenerCount('batchSent') > 0) this.tellSent(node, batches, nowMs);
    client.send(request, nowMs);
  }

  private tellSent(node: Node, batches: readonly ProducerBatch[], nowMs: number): void {
    const { client, accumulator, readiness, events } = this.options;
    const inFlightRequests = client.inFlightRequestCount(String(node.id)) + 1;
    for (const batch of batches) {
      const reason = reasonToSend(batch, accumulator, readiness, nowMs);
      events.emit('batchSent', batch, { nodeId: node.id, reason, inFlightRequests });
    }
  }

  private handleProduceResponse(ended: ClientResponse, batches: readonly ProducerBatch[]): void {
    const { completion, world, metrics } = this.options;
    const nowMs = world.now();
    const { correlationId, response } = ended;
    if (response === null) {
      this.handleUnanswered(ended, batches);
      return;
    }
    const { partitions } = response as ProduceResponse;
    for (let i = 0; i < partitions.length; i++) {
      const answer = partitions[i] as ProducePartitionResponse;
      const batch = batchFor(batches, i, answer);
      if (batch !== undefined) completion.handle(batch, answer, correlationId, nowMs);
    }
    metrics.recordLatency(ended.requestLatencyMs);
  }

  /** The connection is gone, the broker speaks no common version, or acks is 0. */
  private handleUnanswered(ended: ClientResponse, batches: readonly ProducerBatch[]): void {
    const { completion, world } = this.options;
    const { destination, correlationId, timedOut, disconnected, versionMismatch } = ended;
    let error: ErrorName = 'NONE';
    let message: string | null = null;
    if (timedOut) {
      error = 'REQUEST_TIMED_OUT';
      message = `Disconnected from node ${destination} due to timeout`;
    } else if (disconnected) {
      error = 'NETWORK_EXCEPTION';
      message = `Disconnected from node ${destination}`;
    } else if (versionMismatch !== null) error = 'UNSUPPORTED_VERSION';
    const nowMs = world.now();
    for (const batch of batches) completion.handle(batch, unanswered(batch, error, message), correlationId, nowMs);
  }

  private partitionsLedBy(node: Node): readonly PartitionInfo[] {
    const view = this.options.metadata.fetch();
    if (this.partsByNode.view !== view) {
      const parts = new Map<number, PartitionInfo[]>();
      for (const topic of view.topics) {
        for (const info of view.partitionsForTopic(topic)) {
          if (info.leader === null) continue;
          const led = parts.get(info.leader.id);
          if (led === undefined) parts.set(info.leader.id, [info]);
          else led.push(info);
        }
      }
      this.partsByNode = { view, parts };
    }
    return this.partsByNode.parts.get(node.id) ?? NO_PARTITIONS;
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new KafkaException(String(thrown));
}

function partitionOfRequest(batch: ProducerBatch): ProducePartition {
  return { topic: batch.topic, partition: batch.partition, batch: batch.records() };
}

function batchFor(
  batches: readonly ProducerBatch[],
  index: number,
  { topic, partition }: { readonly topic: string; readonly partition: number },
): ProducerBatch | undefined {
  const likely = batches[index];
  if (likely?.topic === topic && likely.partition === partition) return likely;
  return batches.find((batch) => batch.topic === topic && batch.partition === partition);
}
