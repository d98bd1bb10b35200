/**
 * Which names a topic may have (org.apache.kafka.common.internals.Topic).
 */
import { illegalName } from '../../protocol/cluster/legal-name.ts';

/** Why a topic cannot have this name, in Kafka's words; undefined if the name is legal. */
export function illegalTopicName(name: string): string | undefined {
  return illegalName('Topic name', name);
}

/** Whether the topic belongs to Kafka itself. */
export function isInternalTopic(name: string): boolean {
  return name === '__consumer_offsets' || name === '__transaction_state';
}
