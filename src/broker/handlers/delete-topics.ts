/**
 * DeleteTopics (KIP-4).
 *
 * Checks, in the real broker's order: this broker is the controller; delete.topic.enable; each topic exists.
 * Differs: the topic and its logs are deleted at once, whereas Kafka deletes them in the background after the response.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { DeleteTopicsRequest } from '../../protocol/messages.ts';
import { deleteTopic } from '../controller/topics.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleDeleteTopics(call: Call, request: DeleteTopicsRequest): void {
  const topics = request.topics.map((name) => ({ name, error: remove(call, name), errorMessage: null }));
  answer(call, { api: 'DeleteTopics', throttleTimeMs: 0, topics });
}

function remove({ services }: Call, name: string): ErrorName {
  const { broker, config, controller, controlPlane } = services;
  if (!controller.isAt(broker.id)) return 'NOT_CONTROLLER';
  if (!config.deleteTopicEnable) return 'TOPIC_DELETION_DISABLED';
  if (controlPlane.topic(name)?.isAnnounced !== true) return 'UNKNOWN_TOPIC_OR_PARTITION';
  deleteTopic(controller, name);
  return 'NONE';
}
