/**
 * What a turn of the I/O thread does for produce requests (Sender.sendProducerData): drains the batches that are ready, expires
 * those that are too old, and sends a request to each node.
 */
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { Drainer } from '../accumulator/drain.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import { checkReady, type ReadinessRules } from '../accumulator/readiness.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { TopicQueues } from '../accumulator/topic-queues.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { TransactionManager } from '../transactions/transaction-manager.ts';
import type { Completion } from './completion.ts';
import type { ProduceRequests } from './produce-requests.ts';

export interface ProduceTurnParts {
  readonly client: NetworkClient;
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly drainer: Drainer;
  readonly readiness: ReadinessRules;
  readonly completion: Completion;
  readonly produce: ProduceRequests;
  /** `null` without idempotence. */
  readonly manager: TransactionManager | null;
  /** Whether a partition with a batch in flight sends nothing else. */
  readonly guaranteesOrder: boolean;
}

/** What one turn sends to one node. */
interface NodeRequest {
  readonly node: Node;
  batches: readonly ProducerBatch[];
}

const NO_BATCHES: readonly ProducerBatch[] = [];
/** Never written to. */
const NO_REQUESTS: NodeRequest[] = [];
const NO_TOPICS: readonly TopicQueues[] = [];

export class ProduceTurn {
  /** Nodes that had a batch ready, and a usable connection, in the last turn. */
  nodesReady: number = 0;
  private readonly context: ProducerContext;
  private readonly parts: ProduceTurnParts;

  constructor(context: ProducerContext, parts: ProduceTurnParts) {
    this.context = context;
    this.parts = parts;
  }

  /** Sends the batches that are ready and expires those that are too old. @returns how long the poll may wait */
  take(nowMs: number): number {
    const { accumulator, metadata, readiness, manager } = this.parts;
    const ignoresLinger = accumulator.ignoresLinger || manager?.lifecycle.isCompleting === true;
    const check = checkReady(accumulator.topics, metadata, readiness, ignoresLinger, nowMs);
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
    const { client, readiness } = this.parts;
    const { stops } = this.context;
    let notReadyMs = Number.POSITIVE_INFINITY;
    if (nodes.length === 0) {
      this.expireBatches(nowMs);
      return notReadyMs;
    }
    let requests = NO_REQUESTS;
    for (const node of nodes) {
      const isReady = client.ready(node, nowMs);
      readiness.latencies.update(node.id, nowMs, isReady);
      if (!isReady) notReadyMs = Math.min(notReadyMs, client.pollDelayMs(node, nowMs));
      else if (requests.length === 0) requests = [{ node, batches: NO_BATCHES }];
      else requests.push({ node, batches: NO_BATCHES });
    }
    for (const request of requests) request.batches = this.drain(request.node, nowMs);
    this.nodesReady = requests.length;
    this.expireBatches(nowMs);
    if (stops.isStopped) this.sendRequestsLater(requests, nowMs);
    else this.sendRequests(requests, nowMs);
    return notReadyMs;
  }

  private sendRequestsLater(requests: NodeRequest[], nowMs: number): void {
    this.context.stops.afterwards(() => this.sendRequests(requests, nowMs));
  }

  private sendRequests(requests: NodeRequest[], nowMs: number): void {
    const { metrics } = this.context;
    for (const { batches } of requests) metrics.recordRequest(batches);
    if (requests.length > 1) requests.sort(byNodeId);
    for (const { node, batches } of requests) if (batches.length > 0) this.parts.produce.send(node, batches, nowMs);
  }

  private drain(node: Node, nowMs: number): readonly ProducerBatch[] {
    const { drainer, accumulator, guaranteesOrder } = this.parts;
    const batches = drainer.drain(node, nowMs);
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
    const topics = accumulator.hasIncomplete ? accumulator.topics.busy : NO_TOPICS;
    timeouts.look(topics);
    if (timeouts.nextMs > nowMs) return;
    const inFlight = timeouts.takeInFlight(topics, nowMs);
    const queued = timeouts.takeQueued(topics, nowMs);
    timeouts.look(topics);
    this.context.stops.each([...queued, ...inFlight], (batch) => completion.expire(batch, nowMs));
  }
}

/** Java sends the requests of a turn in the order of a HashMap whose keys are node ids (Sender.sendProduceRequests). */
function byNodeId(first: NodeRequest, second: NodeRequest): number {
  return first.node.id - second.node.id;
}
