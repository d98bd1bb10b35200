/**
 * Checks what programs pass to the calls of a consumer. What Java refuses gets Java's exceptions; what Java's compiler refuses gets an
 * IllegalArgumentException that says what is expected.
 */
import { checkArgument, illegalArgument, unexpected } from '../checks/arguments.ts';
import { checkedPartitions, ITERABLE, isIterable } from '../checks/lists.ts';
import { STRING, TIMEOUT_MS, WHOLE } from '../checks/value-type.ts';
import type { TopicPartition } from '../protocol/cluster/topic-partition.ts';
import { IllegalArgumentException } from '../protocol/errors/exceptions.ts';

/** @throws IllegalArgumentException unless they are the names of topics, none of them blank */
export function topicsToSubscribe(topics: Iterable<string>): string[] {
  if (isMissing(topics)) throw new IllegalArgumentException('Topic collection to subscribe to cannot be null');
  if (!isIterable(topics)) throw notAListOfTopics(topics);
  return [...topics].map((topic) => {
    if (isBlank(topic)) {
      throw new IllegalArgumentException('Topic collection to subscribe to cannot contain null or empty topic');
    }
    checkArgument('consumer.subscribe(topics)', topic, STRING);
    return topic;
  });
}

/** @throws IllegalArgumentException unless they are partitions, none of a blank topic */
export function partitionsToAssign(partitions: Iterable<TopicPartition>): TopicPartition[] {
  if (isMissing(partitions)) {
    throw new IllegalArgumentException('Topic partition collection to assign to cannot be null');
  }
  checkArgument(ASSIGN, partitions, ITERABLE);
  const wanted = [...partitions];
  if (wanted.some((one) => isMissing(one) || isBlank(one.topic))) {
    throw new IllegalArgumentException('Topic partitions to assign to cannot have null or empty topic');
  }
  return checkedPartitions(ASSIGN, wanted);
}

/** @throws IllegalArgumentException unless they are partitions. @param call as in `seekToEnd` */
export function partitionsToSeek(call: string, partitions: Iterable<TopicPartition>): TopicPartition[] {
  if (partitions === null) throw new IllegalArgumentException('Partitions collection cannot be null');
  return checkedPartitions(`consumer.${call}(partitions)`, partitions);
}

/** @throws IllegalArgumentException unless it is a whole number, 0 or more */
export function checkOffset(offset: number): void {
  if (offset < 0) throw new IllegalArgumentException('seek offset must not be a negative number');
  checkArgument('consumer.seek(partition, offset)', offset, WHOLE);
}

/** @throws IllegalArgumentException unless it is a duration or Infinity */
export function checkPollTimeout(timeoutMs: number): void {
  if (timeoutMs < 0) throw new IllegalArgumentException(`Invalid negative timeout ${timeoutMs}`);
  checkArgument('consumer.poll(timeoutMs)', timeoutMs, TIMEOUT_MS);
}

const ASSIGN = 'consumer.assign(partitions)';

function notAListOfTopics(given: unknown): IllegalArgumentException {
  const place = 'consumer.subscribe(topics)';
  if (typeof given !== 'string') return illegalArgument(place, given, ITERABLE);
  return new IllegalArgumentException(
    `${unexpected(place, ITERABLE.expected, given)}. Write subscribe([${JSON.stringify(given)}])`,
  );
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** As in Java, a name that consists of white space is as good as none. */
function isBlank(topic: unknown): boolean {
  return isMissing(topic) || (typeof topic === 'string' && topic.trim() === '');
}
