/**
 * The futures of a call about several things: one for each, by its key.
 */
import { ApiException } from '../../protocol/errors/exceptions.ts';
import { KafkaFuture } from './kafka-future.ts';

export type Futures<T> = ReadonlyMap<string, KafkaFuture<T>>;

export function futuresFor<T>(keys: Iterable<string>): Map<string, KafkaFuture<T>> {
  const futures = new Map<string, KafkaFuture<T>>();
  for (const key of keys) futures.set(key, new KafkaFuture<T>());
  return futures;
}

/** Fails all futures that are not done. */
export function failAll(futures: Futures<unknown>, error: Error): void {
  for (const future of futures.values()) future.completeExceptionally(error);
}

/** Fails the futures that a response has said nothing about. */
export function failUnanswered(futures: Futures<unknown>, message: (key: string) => string): void {
  for (const [key, future] of futures) {
    if (!future.isDone()) future.completeExceptionally(new ApiException(message(key)));
  }
}
