/**
 * Sends batches in produce requests, and hands each batch its part of the response (Sender.sendProduceRequest and
 * handleProduceResponse). What a response means for a batch is in completion.ts.
 */
import { takeLeaderHints } from '../../client/metadata/leader-hints.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { ClientResponse, RequestCompletionHandler } from '../../client/network/client-request.ts';
import { connectionId } from '../../client/network/connection-id.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { TopicPartition } from '../../protocol/cluster/topic-partition.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type {
  ProducePartition,
  ProducePartitionResponse,
  ProduceRequest,
  ProduceResponse,
} from '../../protocol/messages.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import type { ReadinessRules } from '../accumulator/readiness.ts';
import { reasonToSend } from '../accumulator/reason-to-send.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { ProtocolState } from '../transaction-state/protocol-state.ts';
import type { Completion } from './completion.ts';
import { unanswered } from './produce-outcome.ts';
import { type PartitionOfRequest, TOPIC_NAMINGS } from './topic-naming.ts';

export interface ProduceRequestsParts {
  readonly client: NetworkClient;
  readonly metadata: ProducerMetadata;
  readonly accumulator: RecordAccumulator;
  readonly readiness: ReadinessRules;
  readonly completion: Completion;
  readonly transactionProtocol: Pick<ProtocolState, 'latestVersion'>;
}

export class ProduceRequests {
  private readonly context: ProducerContext;
  private readonly parts: ProduceRequestsParts;
  private readonly usesLeaderHints: boolean;
  private readonly partitionOfRequest: PartitionOfRequest;

  constructor(context: ProducerContext, parts: ProduceRequestsParts) {
    this.context = context;
    this.parts = parts;
    const { policies } = context.config.version;
    this.usesLeaderHints = policies.leaderHints === 'used';
    this.partitionOfRequest = TOPIC_NAMINGS[policies.topicsInProduce](parts.metadata);
  }

  send(node: Node, batches: readonly ProducerBatch[], nowMs: number): void {
    const { client } = this.parts;
    const { events, config } = this.context;
    const { acks, requestTimeoutMs, transactionalId } = config;
    const partitions = groupedByTopic(batches).map(this.partitionOfRequest);
    const request = client.newClientRequest(
      connectionId(node),
      this.produceRequest(acks, requestTimeoutMs, transactionalId, partitions),
      nowMs,
      acks !== 0,
      requestTimeoutMs,
      new SentBatches(this, batches),
    );
    if (events.isWatched && events.listenerCount('batchSent') > 0) this.emitSent(node, batches, nowMs);
    client.send(request, nowMs);
  }

  private produceRequest(
    acks: ProduceRequest['acks'],
    timeoutMs: number,
    transactionalId: string | null,
    partitions: readonly ProducePartition[],
  ): ProduceRequest {
    const { latestVersion } = this.parts.transactionProtocol;
    return latestVersion === null || transactionalId === null
      ? { api: 'Produce', acks, timeoutMs, transactionalId, partitions }
      : { api: 'Produce', acks, timeoutMs, transactionalId, partitions, latestVersion: latestVersion.Produce };
  }

  private emitSent(node: Node, batches: readonly ProducerBatch[], nowMs: number): void {
    const { client, accumulator, readiness } = this.parts;
    const inFlightRequests = client.inFlightRequestCount(connectionId(node)) + 1;
    for (const batch of batches) {
      const reason = reasonToSend(batch, accumulator, readiness, nowMs);
      this.context.events.emit('batchSent', batch, { nodeId: node.id, reason, inFlightRequests });
    }
  }

  /** Handles the end of the request that carried these batches. */
  handleProduceResponse(ended: ClientResponse, batches: readonly ProducerBatch[]): void {
    if (ended.response === null) this.handleUnanswered(ended, batches);
    else this.handlePartitions(ended, batches, 0, this.context.clientHost.now());
  }

  private handlePartitions(
    ended: ClientResponse,
    batches: readonly ProducerBatch[],
    first: number,
    nowMs: number,
  ): void {
    const { metrics, stops } = this.context;
    const { partitions } = ended.response as ProduceResponse;
    for (let i = first; i < partitions.length; i++) {
      const answer = partitions[i] as ProducePartitionResponse;
      const batch = batchFor(batches, i, answer);
      if (batch !== undefined) this.parts.completion.handle(batch, answer, ended.correlationId, nowMs);
      if (!stops.isStopped) continue;
      this.handlePartitionsLater(ended, batches, i + 1, nowMs);
      return;
    }
    if (this.usesLeaderHints) takeLeaderHints(this.parts.metadata, ended.response as ProduceResponse);
    metrics.recordLatency(ended.requestLatencyMs);
  }

  private handlePartitionsLater(
    ended: ClientResponse,
    batches: readonly ProducerBatch[],
    first: number,
    nowMs: number,
  ): void {
    this.context.stops.afterwards(() => this.handlePartitions(ended, batches, first, nowMs));
  }

  /** The connection has ended, the broker speaks no common version, or acks is 0. */
  private handleUnanswered(ended: ClientResponse, batches: readonly ProducerBatch[]): void {
    const { destination, correlationId, timedOut, disconnected, versionMismatch } = ended;
    let error: ErrorName = 'NONE';
    let message: string | null = null;
    if (timedOut) {
      error = 'REQUEST_TIMED_OUT';
      message = `Disconnected from node ${destination} due to timeout`;
    } else if (disconnected) {
      error = 'NETWORK_EXCEPTION';
      message = `Disconnected from node ${destination}`;
    } else if (versionMismatch !== null) {
      this.logMismatch(ended);
      error = 'UNSUPPORTED_VERSION';
    }
    const { completion } = this.parts;
    const nowMs = this.context.clientHost.now();
    this.context.stops.each(batches, (batch) =>
      completion.handle(batch, unanswered(batch, error, message), correlationId, nowMs),
    );
  }

  /** Logs the request as Java's ClientResponse and RequestHeader print it. */
  private logMismatch({ destination, correlationId, receivedTimeMs, versionMismatch }: ClientResponse): void {
    const { loggers, config } = this.context;
    const { latest } = config.version.apis.Produce;
    const header = `RequestHeader(apiKey=PRODUCE, apiVersion=${latest}, clientId=${config.clientId}, correlationId=${correlationId}, headerVersion=2)`;
    const request = `ClientResponse(receivedTimeMs=${receivedTimeMs}, latencyMs=0, disconnected=false, timedOut=false, requestHeader=${header}, responseBody=null)`;
    loggers.sender.warn(
      `Cancelled request ${request} due to a version mismatch with node ${destination}`,
      versionMismatch!,
    );
  }
}

/** The batches of a request in flight. An object, since a closure for each request would be more expensive. */
class SentBatches implements RequestCompletionHandler {
  private readonly requests: ProduceRequests;
  private readonly batches: readonly ProducerBatch[];

  constructor(requests: ProduceRequests, batches: readonly ProducerBatch[]) {
    this.requests = requests;
    this.batches = batches;
  }

  onComplete(response: ClientResponse): void {
    this.requests.handleProduceResponse(response, this.batches);
  }
}

/** The batches of a topic in a row, at the place of the first one: a request names each topic once. */
function groupedByTopic(batches: readonly ProducerBatch[]): readonly ProducerBatch[] {
  if (batches.length <= 2 || !batches.some(isApart)) return batches;
  const topics = new Map<string, ProducerBatch[]>();
  for (const batch of batches) {
    const ofTopic = topics.get(batch.topic);
    if (ofTopic === undefined) topics.set(batch.topic, [batch]);
    else ofTopic.push(batch);
  }
  return Array.from(topics.values()).flat();
}

/** Whether a batch of another topic stands between this one and an earlier one of its own topic. */
function isApart({ topic }: ProducerBatch, index: number, batches: readonly ProducerBatch[]): boolean {
  if (index < 2 || batches[index - 1]?.topic === topic) return false;
  return batches.findIndex((batch) => batch.topic === topic) < index;
}

/** Brokers answer in the order of the request, so that the batch with the same index is nearly always the right one. */
function batchFor(
  batches: readonly ProducerBatch[],
  index: number,
  { topic, partition }: TopicPartition,
): ProducerBatch | undefined {
  const likely = batches[index];
  if (likely?.topic === topic && likely.partition === partition) return likely;
  return batches.find((batch) => batch.topic === topic && batch.partition === partition);
}
