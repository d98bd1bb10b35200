/**
 * The body of the I/O thread: one turn after another, each sends what is ready and polls (Sender.runOnce).
 *
 * Owns: the order of a turn's steps, whose turn it is, and the end of the thread.
 * Refuses to know: requests and their answers (produce-requests.ts), when a batch is ready (accumulator).
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { ClientLogger } from '../../client/host/logging.ts';
import { NullPointerException } from '../../client/java/java-errors.ts';
import { PartitionsByNode } from '../../client/metadata/partitions-by-node.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import { IllegalStateException, KafkaException, TransactionAbortedException } from '../../protocol/exceptions.ts';
import type { Node } from '../../protocol/node.ts';
import type { Drainer } from '../accumulator/drain.ts';
import type { NodeLatencies } from '../accumulator/node-latencies.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import { checkReady, type ReadinessRules } from '../accumulator/readiness.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { TopicQueues } from '../accumulator/topic-queues.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { Waits } from '../threads/io-thread.ts';
import type { TransactionalRequest } from '../transactions/requests/transactional-request.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import type { Completion } from './completion.ts';
import type { ProduceRequests } from './produce-requests.ts';
import type { TransactionalTurn } from './transactional-turn.ts';

export interface SenderOptions {
  readonly clientHost: ClientHost;
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
  readonly logger: ClientLogger;
  readonly produce: ProduceRequests;
  readonly version: ClientVersion;
  readonly retryBackoffMs: number;
  readonly guaranteesOrder: boolean;
}

/** Whether close() ends by force when the open transaction cannot be aborted: the policy `failedAbortInClose`. */
const FAILED_ABORT_FORCES_CLOSE: Readonly<Record<ClientPolicies['failedAbortInClose'], boolean>> = { retried: false };

/** What one turn sends to one node. */
interface NodeRequest {
  readonly node: Node;
  batches: readonly ProducerBatch[];
}

const NO_BATCHES: readonly ProducerBatch[] = [];
const NO_TOPICS: readonly TopicQueues[] = [];
const OVER: IteratorResult<number, void> = { done: true, value: undefined };

export class Sender implements Iterator<number, void> {
  private readonly options: SenderOptions;
  private isRunning = true;
  private isForced = false;
  /** Nodes that had something ready, and could take it, in the last turn. */
  private nodesReady = 0;
  /** All was sent; from here on the thread goes on for an open transaction only. */
  private isFlushed = false;
  private readonly partitionsByNode: PartitionsByNode = new PartitionsByNode();
  /** The thread waits in a poll. */
  private isPolling = false;
  /** The turn goes to a request of the transaction manager's, and has waits of its own. */
  private detour: Waits | null = null;

  constructor(options: SenderOptions) {
    this.options = options;
  }

  /** The life of the thread, from one wait to the next: a generator written out by hand, since it is every turn's way. */
  next(): IteratorResult<number, void> {
    for (;;) {
      if (!this.isPolling && this.detour === null && !this.goesOn()) {
        this.end();
        return OVER;
      }
      const waitMs = this.goOn();
      if (waitMs !== null) return { done: false, value: waitMs };
    }
  }

  /** Up to the next wait, or to the end of a turn (`null`). */
  private goOn(): number | null {
    const { client, clientHost, logger } = this.options;
    try {
      if (this.isPolling) {
        this.isPolling = false;
        client.endPoll(clientHost.now());
        return null;
      }
      if (this.detour !== null) return this.goOnWith(this.detour);
      const step = this.nextStep(clientHost.now());
      if (typeof step === 'number') {
        const waitMs = client.beginPoll(step, clientHost.now());
        this.isPolling = true;
        return waitMs;
      }
      if (step !== null) this.detour = this.options.turn?.take(step) ?? null;
    } catch (error) {
      this.detour = null;
      if (!isJavas(error)) throw error;
      logger.error('Uncaught error in kafka producer I/O thread: ', error);
    }
    return null;
  }

  private goOnWith(detour: Waits): number | null {
    const { done, value } = detour.next();
    if (done !== true) return value;
    this.detour = null;
    return null;
  }

  private end(): void {
    const { client, accumulator, manager } = this.options;
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
    const { logger, version } = this.options;
    logger.info('Aborting incomplete transaction due to shutdown');
    try {
      manager.transactions.abort();
    } catch (error) {
      logger.error(version.texts.abortInCloseFailed(), asError(error));
      if (FAILED_ABORT_FORCES_CLOSE[version.policies.failedAbortInClose]) this.isForced = true;
    }
  }

  // --- One turn --------------------------------------------------------------------------------------------------------------

  /** How long this turn's poll may wait, what was ready having been sent; or the request the turn goes to; or neither. */
  private nextStep(nowMs: number): number | TransactionalRequest | null {
    const { manager, retryBackoffMs } = this.options;
    this.nodesReady = 0;
    if (manager === null) return this.sendProducerData(nowMs);
    const { lifecycle, idempotence } = manager;
    idempotence.maybeResolveSequences();
    if (lifecycle.hasFatalError) {
      this.abortIncomplete(lifecycle.lastError);
      return retryBackoffMs;
    }
    if (lifecycle.hasAbortableError && manager.takeAuthorizationError((error) => this.abortIncomplete(error)))
      return null;
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
    const { accumulator, metadata, readiness, manager } = this.options;
    const isUrgent = accumulator.isUrgent || manager?.lifecycle.isCompleting === true;
    const check = checkReady(accumulator.allTopics(), metadata, readiness, isUrgent, nowMs);
    if (check.unknownLeaderTopics.length > 0) this.lookForLeaders(check.unknownLeaderTopics, nowMs);
    const { readyNodes } = check;
    const notReadyMs = readyNodes.length === 0 ? this.sendNothing(nowMs) : this.sendTo(readyNodes, nowMs);
    if (this.nodesReady > 0) return 0;
    const timeoutMs = Math.min(check.nextReadyCheckDelayMs, notReadyMs, accumulator.timeouts.nextMs - nowMs);
    return Math.max(timeoutMs, 0);
  }

  private lookForLeaders(topics: readonly string[], nowMs: number): void {
    const { metadata } = this.options;
    for (const topic of topics) metadata.add(topic, nowMs);
    metadata.requestUpdate();
  }

  /** Returns when a node may be ready that is not. */
  private sendNothing(nowMs: number): number {
    this.nodesReady = 0;
    this.expire(nowMs);
    return Number.POSITIVE_INFINITY;
  }

  /** The same, with what the nodes that are ready can be sent. */
  private sendTo(nodes: readonly Node[], nowMs: number): number {
    const { client, latencies, metrics, produce } = this.options;
    const requests: NodeRequest[] = [];
    let notReadyMs = Number.POSITIVE_INFINITY;
    for (const node of nodes) {
      const isReady = client.ready(node, nowMs);
      latencies.update(node.id, nowMs, isReady);
      if (isReady) requests.push({ node, batches: NO_BATCHES });
      else notReadyMs = Math.min(notReadyMs, client.pollDelayMs(node, nowMs));
    }
    for (const request of requests) request.batches = this.drain(request.node, nowMs);
    this.expire(nowMs);
    for (const { batches } of requests) metrics.recordRequest(batches);
    this.nodesReady = requests.length;
    for (const { node, batches } of requests) if (batches.length > 0) produce.send(node, batches, nowMs);
    return notReadyMs;
  }

  private drain(node: Node, nowMs: number): readonly ProducerBatch[] {
    const { drainer, metadata, accumulator, guaranteesOrder } = this.options;
    const batches = drainer.drain(metadata, node, this.partitionsByNode.of(node, metadata.fetch()), nowMs);
    for (const batch of batches) {
      const queue = accumulator.queueOf(batch.topic, batch.partition);
      if (queue === undefined) continue;
      accumulator.timeouts.putInFlight(queue, batch);
      if (guaranteesOrder) queue.isMuted = true;
    }
    return batches;
  }

  /** In-flight batches last, as in Java: what waits in a queue is reported first. */
  private expire(nowMs: number): void {
    const { accumulator, completion } = this.options;
    const { timeouts } = accumulator;
    const topics = accumulator.hasIncomplete ? accumulator.allTopics() : NO_TOPICS;
    timeouts.look(topics);
    if (timeouts.nextMs > nowMs) return;
    const inFlight = timeouts.takeInFlight(topics, nowMs);
    const queued = timeouts.takeQueued(topics, nowMs);
    timeouts.look(topics);
    for (const batch of queued) completion.expire(batch, nowMs);
    for (const batch of inFlight) completion.expire(batch, nowMs);
  }
}

/**
 * A state that does not fit has become a fatal one by now; what Kafka itself throws belongs to the turn. Anything else is a
 * mistake of ours: let it be seen.
 */
function isJavas(thrown: unknown): thrown is Error {
  return (
    thrown instanceof IllegalStateException ||
    thrown instanceof KafkaException ||
    thrown instanceof NullPointerException
  );
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new KafkaException(String(thrown));
}
