/**
 * The batches that have records and are not done: queued, in flight or waiting for another attempt (Java's
 * IncompleteBatches).
 */
import type { BatchResult } from '../result/batch-result.ts';
import type { ProducerBatch } from './producer-batch.ts';

export class IncompleteBatches {
  /** In order of creation. */
  private readonly batches: ProducerBatch[] = [];

  get isEmpty(): boolean {
    return this.batches.length === 0;
  }

  add(batch: ProducerBatch): void {
    this.batches.push(batch);
  }

  remove(batch: ProducerBatch): void {
    // Batches end nearly in the order of their creation, so the batch is among the first.
    const index = this.batches.indexOf(batch);
    if (index === 0) this.batches.shift();
    else if (index > 0) this.batches.splice(index, 1);
  }

  /** The batches of this moment; the list does not change when a batch is removed. */
  copyAll(): readonly ProducerBatch[] {
    return this.batches.slice();
  }

  results(): readonly BatchResult[] {
    return this.batches.map(({ result }) => result);
  }
}
