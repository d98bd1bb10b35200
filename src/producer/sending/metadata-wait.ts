/**
 * Waits until the metadata has a topic, and a partition of it if one is wanted (KafkaProducer.waitOnMetadata).
 */
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import {
  exceptionFor,
  InterruptException,
  InvalidTopicException,
  KafkaException,
  RetriableException,
  TimeoutException,
} from '../../protocol/errors/exceptions.ts';
import type { ProducerContext } from '../context/producer-context.ts';
import type { Waiting, Wake } from '../threads/blocking-call.ts';

export interface MetadataWaitParts {
  readonly metadata: ProducerMetadata;
  readonly wakeSender: () => void;
}

export class MetadataWait {
  private readonly context: ProducerContext;
  private readonly metadata: ProducerMetadata;
  private readonly wakeSender: () => void;

  constructor(context: ProducerContext, { metadata, wakeSender }: MetadataWaitParts) {
    this.context = context;
    this.metadata = metadata;
    this.wakeSender = wakeSender;
  }

  /**
   * @param partition `null`: any
   * @returns the cluster if the topic and partition are known, without waiting; `undefined` if they are not
   * @throws InvalidTopicException if a broker has said that the topic's name is invalid
   */
  known(topic: string, partition: number | null): ClusterView | undefined {
    const { metadata } = this;
    const cluster = metadata.fetch();
    if (cluster.invalidTopics.includes(topic)) throw new InvalidTopicException(topic);
    if (!hasPartition(cluster.partitionCountForTopic(topic), partition)) return undefined;
    metadata.add(topic, this.context.clientHost.now());
    return cluster;
  }

  /** Like `await`; says so in the error if the wait ended because the producer was closed. */
  *awaitToSend(topic: string, partition: number | null, deadlineMs: number): Generator<Waiting, ClusterView, Wake> {
    try {
      return yield* this.await(topic, partition, deadlineMs);
    } catch (cause) {
      if (!this.metadata.isClosed() || !(cause instanceof KafkaException) || cause instanceof InterruptException)
        throw cause;
      throw new KafkaException('Producer closed while send in progress', { cause });
    }
  }

  /**
   * Waits for the topic and partition.
   *
   * @param deadlineMs when max.block.ms is over; it may be over already, for a call that has waited behind others
   * @throws TimeoutException at the deadline, InterruptException if the thread is interrupted, and the topic's error
   */
  *await(topic: string, partition: number | null, deadlineMs: number): Generator<Waiting, ClusterView, Wake> {
    const { metadata } = this;
    const { clientHost, events, metrics, config } = this.context;
    const { maxBlockMs, version: clientVersion } = config;
    const startMs = clientHost.now();
    let cluster = metadata.fetch();
    if (cluster.invalidTopics.includes(topic)) throw new InvalidTopicException(topic);
    metadata.add(topic, startMs);
    let count = cluster.partitionCountForTopic(topic);
    if (hasPartition(count, partition)) return cluster;
    // The update that such a call would request could not come in time.
    if (startMs >= deadlineMs && maxBlockMs > 0)
      throw new TimeoutException(clientVersion.texts.metadataTimeout(topic, partition, count, maxBlockMs));
    events.emit('sendBlocked', topic, 'metadata');
    for (;;) {
      metadata.add(topic, clientHost.now());
      const version = metadata.requestUpdateForTopic(topic);
      this.wakeSender();
      const hasArrived = yield* this.awaitUpdate(topic, version, deadlineMs);
      cluster = metadata.fetch();
      const timeout = (cause: ErrorOptions | undefined): TimeoutException =>
        new TimeoutException(clientVersion.texts.metadataTimeout(topic, partition, count, maxBlockMs), cause);
      if (!hasArrived) throw timeout(this.causeOf(topic));
      // The partition count is the one from before: as in Java, metadata that came too late is not looked at.
      if (clientHost.now() >= deadlineMs) {
        const cause = this.causeOf(topic);
        const retriable = cause?.cause instanceof RetriableException ? cause : undefined;
        throw count === undefined ? timeout(retriable) : missing(topic, partition, count, maxBlockMs, retriable);
      }
      metadata.maybeThrowExceptionForTopic(topic);
      count = cluster.partitionCountForTopic(topic);
      if (hasPartition(count, partition)) {
        metrics.recordTime('metadata-wait', clientHost.now() - startMs);
        return cluster;
      }
    }
  }

  /** What the last metadata response has said of the topic, as the cause of a timeout; `undefined` if versions do not say so. */
  private causeOf(topic: string): ErrorOptions | undefined {
    if (this.context.config.version.policies.metadataTimeoutCause === 'none') return undefined;
    const error = this.metadata.topicError(topic);
    return error === null ? undefined : { cause: exceptionFor(error) };
  }

  /** @returns false if no metadata newer than `version` has come by the deadline */
  private *awaitUpdate(topic: string, version: number, deadlineMs: number): Generator<Waiting, boolean, Wake> {
    const { metadata } = this;
    for (;;) {
      if (metadata.awaitedUpdateArrived(version)) return true;
      const wake = yield {
        what: `metadata of the topic ${topic}`,
        timeoutMs: deadlineMs - this.context.clientHost.now(),
        subscribe: (signal) => metadata.onUpdate(signal),
      };
      if (wake === 'interrupted') throw new InterruptException('Interrupted while waiting for metadata');
      if (wake === 'timed out') return false;
    }
  }
}

function missing(
  topic: string,
  partition: number | null,
  count: number,
  maxBlockMs: number,
  cause: ErrorOptions | undefined,
): TimeoutException {
  return new TimeoutException(
    `Partition ${partition} of topic ${topic} with partition count ${count} is not present in metadata after ${maxBlockMs} ms.`,
    cause,
  );
}

/** Whether a topic with `count` partitions has the wanted one; `null`: any partition will do. */
function hasPartition(count: number | undefined, partition: number | null): boolean {
  return count !== undefined && (partition === null || partition < count);
}
