/**
 * The result of calls that find something out about each of several things.
 */
import { AdminResult } from './admin-result.ts';
import { KafkaFuture } from './kafka-future.ts';
import type { Futures } from './keyed-futures.ts';

/** Awaited, it resolves to what was found out, by key; it rejects with the first error. */
export abstract class MapResult<T> extends AdminResult<ReadonlyMap<string, T>> {
  protected readonly futures: Futures<T>;

  /** @internal */
  constructor(futures: Futures<T>) {
    super(KafkaFuture.mapOf(futures));
    this.futures = futures;
  }

  /** A future of everything, by key; it fails with the first error. */
  all(): KafkaFuture<ReadonlyMap<string, T>> {
    return this.handOut(KafkaFuture.mapOf(this.futures));
  }
}
