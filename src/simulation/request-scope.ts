/**
 * Which topics and partitions a request is about.
 *
 * Owns: where each API names them.
 */
import type { Request } from '../protocol/messages.ts';
import type { TopicPartition } from '../protocol/record-batch.ts';

/** Whether `request` names `topic` (and `partition` of it, where given and where the API names partitions). */
export function requestTouches(request: Request, topic: string, partition: number | undefined): boolean {
  if ('markers' in request) return request.markers.some((marker) => namesPartition(marker, topic, partition));
  if ('partitions' in request) return namesPartition(request, topic, partition);
  if (!('topics' in request) || request.topics === null) return false;
  return request.topics.some((asked) => (typeof asked === 'string' ? asked : asked.name) === topic);
}

function namesPartition(
  { partitions }: { readonly partitions: readonly TopicPartition[] },
  topic: string,
  partition: number | undefined,
): boolean {
  return partitions.some(
    (asked) => asked.topic === topic && (partition === undefined || asked.partition === partition),
  );
}
