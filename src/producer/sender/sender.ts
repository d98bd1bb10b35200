/**
 * The body of the I/O thread: in each turn, sends what is ready, and polls (Java's Sender).
 *
 * Requests and their responses are in produce-requests.ts, the rules of readiness in the accumulator.
 */

import { thrownError } from '../../client/host/thrown-error.ts';
import { isKafkaError } from '../../client/java/kafka-errors.ts';
import { PartitionsByNode } from '../../client/metadata/partitions-by-node.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import { KafkaException, TransactionAbortedException } from '../../protocol/errors/exceptions.ts';
import type { Drainer } from '../accumulator/drain.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import { checkReady, type ReadinessRules } from '../accumulator/readiness.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { TopicQueues } from '../accumulator/topic-queues.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { ThreadBody, ThreadWait, Waits } from '../threads/io-thread.ts';
import type { TransactionalRequest } from '../transactions/requests/transactional-request.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import type { Completion } from './completion.ts';
import type { ProduceRequests } from './produce-requests.ts';
import type { TransactionalTurn } from './transactional-turn.ts';

export interface SenderParts {
  readonly client: NetworkClient;
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly drainer: Drainer;
  readonly readiness: ReadinessRules;
  readonly completion: Completion;
  readonly produce: ProduceRequests;
  /** `null` without idempotence; so is `transactionalTurn`. */
  readonly manager: TransactionManager | null;
  readonly transactionalTurn: TransactionalTurn | null;
  /** Whether a partition with a batch in flight sends nothing else. */
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
const ENDED: IteratorResult<ThreadWait, void> = { done: true, value: undefined };

export class Sender implements ThreadBody {
  private readonly context: ProducerContext;
  private readonly parts: SenderParts;
  private readonly retryBackoffMs: number;
  private isRunning = true;
  private isForced = false;
  /** Nodes that had a batch ready, and a usable connection, in the last turn. */
  private nodesReady = 0;
  /** Whether all was sent after close(): from then on the thread runs on only to end an open transaction. */
  private isFlushed = false;
  private readonly partitionsByNode: PartitionsByNode = new PartitionsByNode();
  /** Whether the thread waits in the poll of a turn that sent produce requests. */
  private isPolling = false;
  /** The rest of a turn that sends a transactional request, which has waits of its own. */
  private detour: Waits | null = null;

  constructor(context: ProducerContext, parts: SenderParts) {
    this.context = context;
    this.parts = parts;
    this.retryBackoffMs = context.config.retryBackoffMs;
  }

  /**
   * Runs the thread from one wait to the next. This is a generator written by hand, since it runs in every turn:
   *
   *     while (mustGoOn()) {
   *       const step = nextStep();               // sends what is ready
   *       if (step is a transactional request) yield* transactionalTurn.take(step);
   *       else if (step !== null) { yield client.beginPoll(step); client.endPoll(); }
   *     }                                        // what Kafka throws in a turn is logged, and the loop goes on
   *     end();
   */
  next(): IteratorResult<ThreadWait, void> {
    for (;;) {
      if (!this.isPolling && this.detour === null && !this.mustGoOn()) {
        this.end();
        return ENDED;
      }
      const wait = this.runToNextWait();
      if (wait !== null) return { done: false, value: wait };
    }
  }

  /** @returns the next wait, or `null` if a turn has ended without one */
  private runToNextWait(): ThreadWait | null {
    const { client, transactionalTurn } = this.parts;
    const { clientHost, loggers } = this.context;
    try {
      if (this.isPolling) {
        this.isPolling = false;
        client.endPoll(clientHost.now());
        return null;
      }
      if (this.detour !== null) return this.continueDetour(this.detour);
      const step = this.nextStep(clientHost.now());
      if (typeof step === 'number') {
        const waitMs = client.beginPoll(step, clientHost.now());
        this.isPolling = true;
        return waitMs;
      }
      if (step !== null) this.detour = transactionalTurn?.take(step) ?? null;
    } catch (error) {
      this.detour = null;
      if (!isKafkaError(error)) throw error;
      loggers.sender.error('Uncaught error in kafka producer I/O thread: ', error);
    }
    return null;
  }

  private continueDetour(detour: Waits): ThreadWait | null {
    const { done, value } = detour.next();
    if (done !== true) return value;
    this.detour = null;
    return null;
  }

  private end(): void {
    const { client, accumulator, manager } = this.parts;
    if (this.isForced) {
      manager?.close();
      accumulator.abortBatches(new KafkaException('Producer is closed forcefully.'));
    }
    client.close();
  }

  /** Counts turns that were skipped (see IoThread), in which nothing was sent either. */
  turnsSkipped(turns: number): void {
    this.context.metrics.recordEmptyRequests(turns * this.nodesReady);
  }

  /** Lets the thread send what is left and then end. */
  initiateClose(): void {
    this.parts.accumulator.close();
    this.isRunning = false;
    this.parts.client.wakeup();
  }

  /** Lets the thread end at once; what is left fails. */
  forceClose(): void {
    this.isForced = true;
    this.initiateClose();
  }

  /** True while the producer is open, then until all is sent, then until no transaction is open. */
  private mustGoOn(): boolean {
    if (this.isRunning) return true;
    if (this.isForced) return false;
    const { accumulator, client, manager } = this.parts;
    const isOngoing = manager?.lifecycle.hasOngoingTransaction === true;
    this.isFlushed ||=
      !accumulator.hasUndrained() && client.inFlightRequestCount() === 0 && !(isOngoing && manager.hasPendingRequests);
    if (!this.isFlushed) return true;
    if (isOngoing && !manager.lifecycle.isCompleting) this.abortForClosing(manager);
    return isOngoing;
  }

  private abortForClosing(manager: TransactionManager): void {
    const { sender: logger } = this.context.loggers;
    const { policies, texts } = this.context.config.version;
    logger.info('Aborting incomplete transaction due to shutdown');
    try {
      manager.transactions.abort();
    } catch (error) {
      logger.error(texts.abortInCloseFailed(), thrownError(error));
      if (FAILED_ABORT_FORCES_CLOSE[policies.failedAbortInClose]) this.isForced = true;
    }
  }

  // --- One turn --------------------------------------------------------------------------------------------------------------

  /**
   * Sends what is ready.
   *
   * @returns how long the poll of this turn may wait, or the transactional request that the turn is to send; `null` if the
   * turn ends here
   */
  private nextStep(nowMs: number): number | TransactionalRequest | null {
    const { manager } = this.parts;
    this.nodesReady = 0;
    if (manager === null) return this.sendProducerData(nowMs);
    const { lifecycle, idempotence } = manager;
    idempotence.maybeResolveSequences();
    if (lifecycle.hasFatalError) {
      this.abortIncomplete(lifecycle.lastError);
      return this.retryBackoffMs;
    }
    if (lifecycle.hasAbortableError && manager.takeAuthorizationError((error) => this.abortIncomplete(error)))
      return null;
    manager.maintainIdentity();
    if (manager.isRequestInFlight) return this.retryBackoffMs;
    return this.nextRequest(manager) ?? this.sendProducerData(nowMs);
  }

  private nextRequest(manager: TransactionManager): TransactionalRequest | null {
    const { accumulator } = this.parts;
    const { lifecycle } = manager;
    if ((lifecycle.hasAbortableError || lifecycle.isAborting) && accumulator.hasIncomplete) {
      accumulator.abortUndrainedBatches(lifecycle.lastError ?? new TransactionAbortedException());
    }
    return manager.nextRequest(accumulator.hasIncomplete);
  }

  private abortIncomplete(reason: Error | null): void {
    const { accumulator } = this.parts;
    if (reason === null || !accumulator.hasIncomplete) return;
    this.context.loggers.sender.error('Aborting producer batches due to fatal error', reason);
    accumulator.abortBatches(reason);
  }

  // --- Produce ---------------------------------------------------------------------------------------------------------------

  /** Sends the batches that are ready and expires those that are too old. @returns how long the poll may wait */
  private sendProducerData(nowMs: number): number {
    const { accumulator, metadata, readiness, manager } = this.parts;
    const ignoresLinger = accumulator.ignoresLinger || manager?.lifecycle.isCompleting === true;
    const check = checkReady(accumulator.allTopics(), metadata, readiness, ignoresLinger, nowMs);
    if (check.unknownLeaderTopics.length > 0) this.requestMetadataFor(check.unknownLeaderTopics, nowMs);
    const notReadyMs = this.sendTo(check.readyNodes, nowMs);
    if (this.nodesReady > 0) return 0;
    const timeoutMs = Math.min(check.nextReadyCheckDelayMs, notReadyMs, accumulator.timeouts.nextMs - nowMs);
    return Math.max(timeoutMs, 0);
  }

  private requestMetadataFor(topics: readonly string[], nowMs: number): void {
    const { metadata } = this.parts;
    for (const topic of topics) metadata.add(topic, nowMs);
    metadata.requestUpdate();
  }

  /** @returns when a node whose connection is not usable now may be, in ms from now */
  private sendTo(nodes: readonly Node[], nowMs: number): number {
    const { client, readiness, produce } = this.parts;
    const { metrics } = this.context;
    let notReadyMs = Number.POSITIVE_INFINITY;
    if (nodes.length === 0) {
      this.expireBatches(nowMs);
      return notReadyMs;
    }
    const requests: NodeRequest[] = [];
    for (const node of nodes) {
      const isReady = client.ready(node, nowMs);
      readiness.latencies.update(node.id, nowMs, isReady);
      if (isReady) requests.push({ node, batches: NO_BATCHES });
      else notReadyMs = Math.min(notReadyMs, client.pollDelayMs(node, nowMs));
    }
    for (const request of requests) request.batches = this.drain(request.node, nowMs);
    this.expireBatches(nowMs);
    for (const { batches } of requests) metrics.recordRequest(batches);
    this.nodesReady = requests.length;
    if (requests.length > 1) requests.sort(byNodeId);
    for (const { node, batches } of requests) if (batches.length > 0) produce.send(node, batches, nowMs);
    return notReadyMs;
  }

  private drain(node: Node, nowMs: number): readonly ProducerBatch[] {
    const { drainer, metadata, accumulator, guaranteesOrder } = this.parts;
    const batches = drainer.drain(node, this.partitionsByNode.of(node, metadata.fetch()), nowMs);
    for (const batch of batches) {
      const queue = accumulator.queueOf(batch.topic, batch.partition);
      if (queue === undefined) continue;
      accumulator.timeouts.putInFlight(queue, batch);
      if (guaranteesOrder) queue.isMuted = true;
    }
    return batches;
  }

  /** As in Java, queued batches are failed before those in flight. */
  private expireBatches(nowMs: number): void {
    const { accumulator, completion } = this.parts;
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

/** Java sends the requests of a turn in the order of a HashMap whose keys are node ids (Sender.sendProduceRequests). */
function byNodeId(first: NodeRequest, second: NodeRequest): number {
  return first.node.id - second.node.id;
}
