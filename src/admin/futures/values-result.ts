/**
 * The result of calls that do something to each of several things.
 */
import { AdminResult } from './admin-result.ts';
import { KafkaFuture } from './kafka-future.ts';
import type { Futures } from './keyed-futures.ts';

/** Awaited, it resolves when everything was done; it rejects with the first error. */
export abstract class ValuesResult extends AdminResult<void> {
  protected readonly futures: Futures<void>;

  /** @internal */
  constructor(futures: Futures<void>) {
    super(KafkaFuture.allOf([...futures.values()]));
    this.futures = futures;
  }

  /** The future of each thing, by its key. */
  values(): Futures<void> {
    return this.handOut(this.futures);
  }

  /** A future that is done when all of `values` are; it fails with the first error. */
  all(): KafkaFuture<void> {
    return this.handOut(KafkaFuture.allOf([...this.futures.values()]));
  }
}
