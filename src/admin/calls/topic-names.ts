/**
 * Topic names that a request cannot contain. Whether a name is legal is for the broker to decide.
 */
import { IllegalArgumentException, InvalidTopicException } from '../../protocol/errors/exceptions.ts';
import type { KafkaFuture } from '../futures/kafka-future.ts';
import { type Futures, futuresFor } from '../futures/keyed-futures.ts';

export function isSendable(topic: string): boolean {
  return topic !== '';
}

export function unsendable(topic: string): InvalidTopicException {
  return new InvalidTopicException(`The given topic name '${topic}' cannot be represented in a request.`);
}

/** A future for each topic. Those of names that a request cannot contain have failed already. */
export function futuresForTopics<T>(topics: Iterable<string>): Futures<T> {
  const futures = futuresFor<T>(topics);
  for (const [topic, future] of futures) if (!isSendable(topic)) future.completeExceptionally(unsendable(topic));
  return futures;
}

/** The future of a topic. @throws IllegalArgumentException if the call was not about it */
export function futureOfTopic<T>(futures: Futures<T>, topic: string): KafkaFuture<T> {
  const future = futures.get(topic);
  if (future === undefined) throw new IllegalArgumentException(`The call was not about topic ${topic}.`);
  return future;
}
