/**
 * The result of calls that do something to each of several things.
 */
import { AdminResult } from './admin-result.ts';
import { KafkaFuture } from './kafka-future.ts';
import type { Futures } from './keyed-futures.ts';

/** Awaited, it resolves when everything was done; it rejects with the first error. */
export abstract class AllResult extends AdminResult<void> {
  protected readonly futures: Futures<void>;

  /** @internal */
  constructor(futures: Futures<void>) {
    super(KafkaFuture.allOf([...futures.values()]));
    this.futures = futures;
  }

  /** A future that is done when everything is; it fails with the first error. */
  all(): KafkaFuture<void> {
    return this.handOut(KafkaFuture.allOf([...this.futures.values()]));
  }
}

/** One whose futures Java returns with `values()`. */
export abstract class ValuesResult extends AllResult {
  /** The future of each thing, by its key. */
  values(): Futures<void> {
    return this.handOut(this.futures);
  }
}
