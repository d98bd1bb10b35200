/**
 * DeleteTopics (KIP-4).
 *
 * Checks, in the real broker's order: the controller can be reached, in ZooKeeper mode on this broker; delete.topic.enable; each topic exists.
 * Differs: the topic and its logs are deleted at once, whereas Kafka deletes them in the background after the response.
 */
import { ERRORS, type ErrorName } from '../../protocol/errors/errors.ts';
import type { DeleteTopicsRequest } from '../../protocol/messages.ts';
import { deleteTopic } from '../controller/topics.ts';
import { atController } from '../requests/at-controller.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleDeleteTopics(call: Call, request: DeleteTopicsRequest): void {
  atController(
    call,
    () => respond(call, request, (name) => remove(call, name)),
    (error) => respond(call, request, () => error),
  );
}

function respond(call: Call, request: DeleteTopicsRequest, outcomeOf: (name: string) => ErrorName): void {
  const { deleteTopicsMessage } = call.services.config.mode;
  const topics = request.topics.map((name) => {
    const error = outcomeOf(name);
    const hasMessage = deleteTopicsMessage === 'of the error' && error === 'UNKNOWN_TOPIC_OR_PARTITION';
    return { name, error, errorMessage: hasMessage ? ERRORS[error].message : null };
  });
  answer(call, { api: 'DeleteTopics', throttleTimeMs: 0, topics });
}

function remove({ services }: Call, name: string): ErrorName {
  const { config, controller, controlPlane } = services;
  if (!config.deleteTopicEnable) return 'TOPIC_DELETION_DISABLED';
  if (controlPlane.topic(name)?.isAnnounced !== true) return 'UNKNOWN_TOPIC_OR_PARTITION';
  deleteTopic(controller, name);
  return 'NONE';
}
