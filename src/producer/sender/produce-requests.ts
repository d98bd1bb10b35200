/**
 * Produce requests: batches on their way to a broker, and the broker's answer on its way to each of them.
 *
 * Owns: what a request says, and which answer is whose; the answer that a lost request stands for.
 * Refuses to know: what an answer means for a batch (completion.ts).
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { ClientLogger } from '../../client/host/logging.ts';
import type { ClientResponse, RequestCompletionHandler } from '../../client/network/client-request.ts';
import { connectionId } from '../../client/network/connection-id.ts';
import type { NetworkClient } from '../../client/network/network-client.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import type { ProducePartition, ProducePartitionResponse, ProduceResponse } from '../../protocol/messages.ts';
import type { Node } from '../../protocol/node.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';
import type { ReadinessRules } from '../accumulator/readiness.ts';
import { reasonToSend } from '../accumulator/reason-to-send.ts';
import type { RecordAccumulator } from '../accumulator/record-accumulator.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { Completion } from './completion.ts';
import { unanswered } from './produce-outcome.ts';

export interface ProduceRequestsOptions {
  readonly clientHost: ClientHost;
  readonly client: NetworkClient;
  readonly accumulator: RecordAccumulator;
  readonly readiness: ReadinessRules;
  readonly completion: Completion;
  readonly metrics: ProducerMetrics;
  readonly events: ProducerEvents;
  readonly logger: ClientLogger;
  readonly clientId: string;
  readonly acks: -1 | 0 | 1;
  readonly requestTimeoutMs: number;
  /** `null`: the producer is not transactional. */
  readonly transactionalId: string | null;
}

export class ProduceRequests {
  private readonly options: ProduceRequestsOptions;

  constructor(options: ProduceRequestsOptions) {
    this.options = options;
  }

  send(node: Node, batches: readonly ProducerBatch[], nowMs: number): void {
    const { client, acks, requestTimeoutMs, transactionalId, events } = this.options;
    const partitions = byTopic(batches).map(partitionOfRequest);
    const request = client.newClientRequest(
      connectionId(node),
      { api: 'Produce', acks, timeoutMs: requestTimeoutMs, transactionalId, partitions },
      nowMs,
      acks !== 0,
      requestTimeoutMs,
      new Sent(this, batches),
    );
    if (events.isWatched && events.listenerCount('batchSent') > 0) this.tellSent(node, batches, nowMs);
    client.send(request, nowMs);
  }

  private tellSent(node: Node, batches: readonly ProducerBatch[], nowMs: number): void {
    const { client, accumulator, readiness, events } = this.options;
    const inFlightRequests = client.inFlightRequestCount(connectionId(node)) + 1;
    for (const batch of batches) {
      const reason = reasonToSend(batch, accumulator, readiness, nowMs);
      events.emit('batchSent', batch, { nodeId: node.id, reason, inFlightRequests });
    }
  }

  /** The request that carried these batches has ended. */
  handleProduceResponse(ended: ClientResponse, batches: readonly ProducerBatch[]): void {
    const { completion, clientHost, metrics } = this.options;
    const nowMs = clientHost.now();
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
    const { completion, clientHost } = this.options;
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
    const nowMs = clientHost.now();
    for (const batch of batches) completion.handle(batch, unanswered(batch, error, message), correlationId, nowMs);
  }

  /** In the words of Java's ClientResponse and RequestHeader. */
  private logMismatch({ destination, correlationId, receivedTimeMs, versionMismatch }: ClientResponse): void {
    const { logger, client, clientId } = this.options;
    const { latest } = client.apis.Produce;
    const header = `RequestHeader(apiKey=PRODUCE, apiVersion=${latest}, clientId=${clientId}, correlationId=${correlationId}, headerVersion=2)`;
    const request = `ClientResponse(receivedTimeMs=${receivedTimeMs}, latencyMs=0, disconnected=false, timedOut=false, requestHeader=${header}, responseBody=null)`;
    logger.warn(`Cancelled request ${request} due to a version mismatch with node ${destination}`, versionMismatch!);
  }
}

/** What a request carried, until its end. An object, since a function for each request would be dearer. */
class Sent implements RequestCompletionHandler {
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

function partitionOfRequest(batch: ProducerBatch): ProducePartition {
  return { topic: batch.topic, partition: batch.partition, batch: batch.records() };
}

/** A request names each topic once, where its first partition is. */
function byTopic(batches: readonly ProducerBatch[]): readonly ProducerBatch[] {
  if (batches.length <= 2 || !batches.some(isApart)) return batches;
  const topics = new Map<string, ProducerBatch[]>();
  for (const batch of batches) {
    const ofTopic = topics.get(batch.topic);
    if (ofTopic === undefined) topics.set(batch.topic, [batch]);
    else ofTopic.push(batch);
  }
  return Array.from(topics.values()).flat();
}

/** Another topic's batch stands between it and one of its own. */
function isApart({ topic }: ProducerBatch, index: number, batches: readonly ProducerBatch[]): boolean {
  if (index < 2 || batches[index - 1]?.topic === topic) return false;
  return batches.findIndex((batch) => batch.topic === topic) < index;
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
