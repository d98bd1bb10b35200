/**
 * Waiting until a topic (and a partition of it) is known (KafkaProducer.waitOnMetadata).
 *
 * Owns: what is asked for, how long, and how the wait ends.
 * Refuses to know: how metadata comes (network/metadata-updater.ts).
 */

import type { ClientHost } from '../../client/host/client-host.ts';
import type { ClusterView } from '../../client/metadata/cluster-view.ts';
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { ClientTexts } from '../../client/versions/client-texts.ts';
import {
  InterruptException,
  InvalidTopicException,
  KafkaException,
  TimeoutException,
} from '../../protocol/exceptions.ts';
import type { ProducerEvents } from '../events/producer-events.ts';
import type { ProducerMetrics } from '../metrics/producer-metrics.ts';
import type { Waiting, Wake } from '../threads/blocking-call.ts';

export interface MetadataWaitOptions {
  readonly clientHost: ClientHost;
  readonly metadata: ProducerMetadata;
  readonly maxBlockMs: number;
  readonly texts: ClientTexts;
  readonly events: ProducerEvents;
  readonly metrics: ProducerMetrics;
  readonly wakeSender: () => void;
}

export class MetadataWait {
  private readonly options: MetadataWaitOptions;

  constructor(options: MetadataWaitOptions) {
    this.options = options;
  }

  /** The cluster, if it is known to have the record's topic and partition. */
  known(topic: string, partition: number | null): ClusterView | undefined {
    const { metadata, clientHost } = this.options;
    const cluster = metadata.fetch();
    if (cluster.invalidTopics.includes(topic)) throw new InvalidTopicException(topic);
    const count = cluster.partitionCountForTopic(topic);
    if (!isEnough(count, partition)) return undefined;
    metadata.add(topic, clientHost.now());
    return cluster;
  }

  /** As await; says so if it was the producer's end that ended the wait. */
  *awaitToSend(topic: string, partition: number | null): Generator<Waiting, ClusterView, Wake> {
    const { metadata } = this.options;
    try {
      return yield* this.await(topic, partition);
    } catch (cause) {
      if (!metadata.isClosed() || !(cause instanceof KafkaException) || cause instanceof InterruptException)
        throw cause;
      throw new KafkaException('Producer closed while send in progress', { cause });
    }
  }

  /** Waits until the topic (and the partition) is known (KafkaProducer.waitOnMetadata). */
  *await(topic: string, partition: number | null): Generator<Waiting, ClusterView, Wake> {
    const { metadata, clientHost, wakeSender, events, metrics, maxBlockMs, texts } = this.options;
    const startMs = clientHost.now();
    const deadlineMs = startMs + maxBlockMs;
    let cluster = metadata.fetch();
    if (cluster.invalidTopics.includes(topic)) throw new InvalidTopicException(topic);
    metadata.add(topic, startMs);
    let count = cluster.partitionCountForTopic(topic);
    if (isEnough(count, partition)) return cluster;
    events.emit('sendBlocked', topic, 'metadata');
    for (;;) {
      metadata.add(topic, clientHost.now());
      const version = metadata.requestUpdateForTopic(topic);
      wakeSender();
      const hasArrived = yield* this.awaitUpdate(version, deadlineMs);
      cluster = metadata.fetch();
      if (!hasArrived) throw new TimeoutException(texts.metadataTimeout(topic, partition, count, maxBlockMs));
      if (clientHost.now() >= deadlineMs) {
        // The count is the one from before: as in Java, what has come too late is not looked at.
        throw new TimeoutException(
          count === undefined
            ? texts.metadataTimeout(topic, partition, count, maxBlockMs)
            : `Partition ${partition} of topic ${topic} with partition count ${count} is not present in metadata after ${maxBlockMs} ms.`,
        );
      }
      metadata.maybeThrowExceptionForTopic(topic);
      count = cluster.partitionCountForTopic(topic);
      if (isEnough(count, partition)) {
        metrics.recordTime('metadata-wait', clientHost.now() - startMs);
        return cluster;
      }
    }
  }

  /** Waits for metadata newer than `version`; false if there is none by the deadline. */
  private *awaitUpdate(version: number, deadlineMs: number): Generator<Waiting, boolean, Wake> {
    const { metadata, clientHost } = this.options;
    for (;;) {
      if (metadata.awaitedUpdateArrived(version)) return true;
      const wake = yield {
        timeoutMs: deadlineMs - clientHost.now(),
        subscribe: (signal) => metadata.onUpdate(signal),
      };
      if (wake === 'interrupted') throw new InterruptException('Interrupted while waiting for metadata');
      if (wake === 'timed out') return false;
    }
  }
}

/** With this many partitions, the topic has the one that is wanted; `null`: any will do. */
function isEnough(count: number | undefined, partition: number | null): boolean {
  return count !== undefined && (partition === null || partition < count);
}
