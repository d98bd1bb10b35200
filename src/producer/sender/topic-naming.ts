/**
 * How a producer names topics in produce requests: the policy `topicsInProduce` of the client's version.
 */
import type { ProducerMetadata } from '../../client/metadata/producer-metadata.ts';
import type { ClientPolicies } from '../../client/versions/client-policies.ts';
import type { ProducePartition } from '../../protocol/messages.ts';
import type { ProducerBatch } from '../accumulator/producer-batch.ts';

/** Makes the part of a request that carries a batch. */
export type PartitionOfRequest = (batch: ProducerBatch) => ProducePartition;

export const TOPIC_NAMINGS: Readonly<
  Record<ClientPolicies['topicsInProduce'], (metadata: ProducerMetadata) => PartitionOfRequest>
> = {
  'by name':
    () =>
    (batch): ProducePartition => ({ topic: batch.topic, partition: batch.partition, batch: batch.records() }),
  // The name is there, too, for a broker that does not understand ids.
  'by id':
    (metadata) =>
    (batch): ProducePartition => ({
      topic: batch.topic,
      partition: batch.partition,
      topicId: metadata.topicId(batch.topic),
      batch: batch.records(),
    }),
};
