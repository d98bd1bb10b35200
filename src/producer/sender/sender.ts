/**
 * The body of the I/O thread: one turn after another, each sends what is ready and polls (Sender.runOnce).
 *
 * Owns: the order of a turn's steps, produce requests, getting a producer id, and the end of the thread.
 * Refuses to know: what an answer means for a batch (completion.ts), when a batch is ready (accumulator).
 */

import type { ErrorName } from '../../protocol/errors.ts';
import { KafkaException } from '../../protocol/exceptions.ts';
import type {
  InitProducerIdRequest,
  InitProducerIdResponse,
  Node,
  ProducePartition,
  ProducePartitionResponse,
  ProduceResponse,
} from '../../protocol/messages.ts';
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
import type { Idempotence } from '../transactions/idempotence.ts';
import type { World } from '../world.ts';
import type { Completion } from './completion.ts';
import type { Waits } from './io-thread.ts';
import { unanswered } from './produce-outcome.ts';

export interface SenderOptions {
  readonly world: World;
  readonly client: NetworkClient;
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly drainer: Drainer;
  readonly latencies: NodeLatencies;
  readonly readiness: ReadinessRules;
  readonly completion: Completion;
  readonly idempotence: Idempotence | null;
  readonly metrics: ProducerMetrics;
  readonly events: ProducerEvents;
  readonly logger: ClientLogger;
  readonly acks: -1 | 0 | 1;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly guaranteesOrder: boolean;
  /** Says that the thread sleeps: nothing may cut the wait short. */
  readonly setSleeping: (isSleeping: boolean) => void;
}

/** What one turn sends to one node. */
interface NodeRequest {
  readonly node: Node;
  batches: readonly ProducerBatch[];
}

const NO_BATCHES: readonly ProducerBatch[] = [];
const NO_PARTITIONS: readonly PartitionInfo[] = [];

export class Sender {
  private readonly options: SenderOptions;
  private isRunning = true;
  private isForced = false;
  /** The InitProducerId request is out. */
  private isIdentityRequestOut = false;
  private partsByNode: { view: unknown; parts: Map<number, PartitionInfo[]> } = { view: null, parts: new Map() };

  constructor(options: SenderOptions) {
    this.options = options;
  }

  /** The whole life of the thread. */
  *run(): Waits {
    const { client, world, idempotence } = this.options;
    while (this.isRunning || (!this.isForced && this.hasSomethingToFinish())) {
      const request = idempotence === null ? null : this.identityRequestDue(idempotence);
      if (request !== null && idempotence !== null) yield* this.requestIdentity(request, idempotence);
      else {
        // Written out, not delegated to another generator: this is every turn's way.
        yield client.beginPoll(this.beforePoll(world.now()), world.now());
        client.endPoll(world.now());
      }
    }
    if (this.isForced) this.options.accumulator.abortBatches(new KafkaException('Producer is closed forcefully.'));
    this.options.client.close();
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

  private hasSomethingToFinish(): boolean {
    const { accumulator, client } = this.options;
    return accumulator.hasUndrained() || client.inFlightRequestCount() > 0 || this.isIdentityRequestOut;
  }

  // --- One turn --------------------------------------------------------------------------------------------------------------

  /** Sees to the producer's identity; returns the request it takes, if one is due. */
  private identityRequestDue(idempotence: Idempotence): InitProducerIdRequest | null {
    idempotence.maybeResolveSequences();
    if (idempotence.hasFatalError) {
      this.abortIncomplete(idempotence.lastError);
      return null;
    }
    const forgiven = idempotence.takeAuthorizationError();
    if (forgiven !== null) this.abortIncomplete(forgiven);
    idempotence.bumpEpochAndResetIdIfNeeded();
    return this.isIdentityRequestOut ? null : idempotence.nextRequest();
  }

  /** Sends what can be sent. Returns how long the poll may wait. */
  private beforePoll(nowMs: number): number {
    const { idempotence, retryBackoffMs } = this.options;
    const mayNotSend = this.isIdentityRequestOut || idempotence?.hasFatalError === true;
    return mayNotSend ? retryBackoffMs : this.sendProducerData(nowMs);
  }

  /** Waits for what the network brings, `timeoutMs` at most, and works through it. */
  private *poll(timeoutMs: number): Waits {
    const { client, world } = this.options;
    yield client.beginPoll(timeoutMs, world.now());
    client.endPoll(world.now());
  }

  private *sleep(ms: number): Waits {
    this.options.setSleeping(true);
    this.options.events.emit('sleeping', ms);
    yield ms;
    this.options.setSleeping(false);
  }

  private abortIncomplete(reason: KafkaException | null): void {
    const { accumulator, logger } = this.options;
    if (reason === null || !accumulator.hasIncomplete) return;
    logger.error('Aborting producer batches due to fatal error', reason);
    accumulator.abortBatches(reason);
  }

  // --- Produce ---------------------------------------------------------------------------------------------------------------

  /** Sends what is ready and expires what is too old. Returns how long the poll may wait. */
  private sendProducerData(nowMs: number): number {
    const { accumulator, metadata, readiness, metrics } = this.options;
    const check = checkReady(accumulator.allTopics(), metadata, readiness, accumulator.isUrgent, nowMs);
    if (check.unknownLeaderTopics.length > 0) {
      for (const topic of check.unknownLeaderTopics) metadata.add(topic, nowMs);
      metadata.requestUpdate();
    }
    const { client, latencies } = this.options;
    const requests: NodeRequest[] = [];
    let notReadyMs = Number.POSITIVE_INFINITY;
    for (const node of check.readyNodes) {
      const isReady = client.ready(node, nowMs);
      latencies.update(node.id, nowMs, isReady);
      if (isReady) requests.push({ node, batches: NO_BATCHES });
      else notReadyMs = Math.min(notReadyMs, client.pollDelayMs(node, nowMs));
    }
    for (const request of requests) request.batches = this.drain(request.node, nowMs);
    this.expire(nowMs);
    for (const { batches } of requests) metrics.recordRequest(batches);
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
    const { client, acks, requestTimeoutMs, events } = this.options;
    const partitions: ProducePartition[] = [];
    for (const batch of batches) {
      partitions.push({ topic: batch.topic, partition: batch.partition, batch: batch.records() });
    }
    const request = client.newClientRequest(
      String(node.id),
      { api: 'Produce', acks, timeoutMs: requestTimeoutMs, transactionalId: null, partitions },
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

  // --- The producer id ---------------------------------------------------------------------------------------------------------

  private *requestIdentity(request: InitProducerIdRequest, idempotence: Idempotence): Waits {
    const { client, world, requestTimeoutMs, retryBackoffMs, metadata } = this.options;
    const node = client.leastLoadedNode(world.now());
    if (node === null) {
      idempotence.retryRequest();
      yield* this.poll(retryBackoffMs);
      return;
    }
    if (!(yield* this.awaitReady(node))) {
      yield* this.sleep(retryBackoffMs);
      metadata.requestUpdate();
      idempotence.retryRequest();
      return;
    }
    if (this.isIdentityRetry) yield* this.sleep(retryBackoffMs);
    const sentMs = world.now();
    this.isIdentityRequestOut = true;
    const answered = (response: ClientResponse): void => this.handleIdentity(response, idempotence);
    client.send(client.newClientRequest(String(node.id), request, sentMs, true, requestTimeoutMs, answered), sentMs);
    yield* this.poll(retryBackoffMs);
  }

  /** The request has failed before: the next try waits retry.backoff.ms first. */
  private isIdentityRetry = false;

  private handleIdentity(response: ClientResponse, idempotence: Idempotence): void {
    this.isIdentityRequestOut = false;
    if (response.versionMismatch !== null) {
      idempotence.versionMismatch(response.versionMismatch);
      return;
    }
    const isSettled =
      !response.disconnected && idempotence.handleInitProducerId(response.response as InitProducerIdResponse);
    this.isIdentityRetry = !isSettled;
    if (!isSettled) idempotence.retryRequest();
  }

  /** Waits for a connection as Java's NetworkClientUtils.awaitReady does; false if there will be none in time. */
  private *awaitReady(node: Node): Generator<number, boolean, void> {
    const { client, world, requestTimeoutMs } = this.options;
    const startMs = world.now();
    yield* this.poll(0);
    if (client.isReady(node, startMs) || client.ready(node, startMs)) return true;
    while (!client.isReady(node, world.now()) && world.now() - startMs < requestTimeoutMs) {
      if (client.connectionFailed(node)) return false;
      yield* this.poll(requestTimeoutMs - (world.now() - startMs));
    }
    return client.isReady(node, world.now());
  }
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
