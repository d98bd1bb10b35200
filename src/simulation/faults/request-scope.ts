/**
 * Which topics and partitions a request is about.
 *
 * Owns: which APIs name them, and where. Refuses to know: faults.
 */
import type { ApiName, Request } from '../../protocol/messages.ts';
import type { TopicPartition } from '../../protocol/record-batch.ts';

const NAMES: Readonly<Partial<Record<ApiName, 'topics' | 'partitions'>>> = {
  Metadata: 'topics',
  CreateTopics: 'topics',
  DeleteTopics: 'topics',
  Produce: 'partitions',
  Fetch: 'partitions',
  ListOffsets: 'partitions',
  AddPartitionsToTxn: 'partitions',
  TxnOffsetCommit: 'partitions',
  WriteTxnMarkers: 'partitions',
};

/** Whether requests of the API say which topics they are about. */
export function namesTopics(api: ApiName): boolean {
  return NAMES[api] !== undefined;
}

/** Whether they also say which partitions. */
export function namesPartitions(api: ApiName): boolean {
  return NAMES[api] === 'partitions';
}

/** Whether `request` names `topic`, and `partition` of it where one is given. */
export function requestTouches(request: Request, topic: string, partition: number | undefined): boolean {
  if ('markers' in request) return request.markers.some((marker) => namesOne(marker, topic, partition));
  if ('partitions' in request) return namesOne(request, topic, partition);
  if (!('topics' in request) || request.topics === null) return false;
  return request.topics.some((asked) => (typeof asked === 'string' ? asked : asked.name) === topic);
}

function namesOne(
  { partitions }: { readonly partitions: readonly TopicPartition[] },
  topic: string,
  partition: number | undefined,
): boolean {
  return partitions.some((asked) => isIn(asked, topic, partition));
}

/** Whether a partition is one of those a scope means; without a topic it means all. */
export function isIn(asked: TopicPartition, topic: string | undefined, partition: number | undefined): boolean {
  return (topic === undefined || asked.topic === topic) && (partition === undefined || asked.partition === partition);
}
