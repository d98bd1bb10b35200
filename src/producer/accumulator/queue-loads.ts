/**
 * How long a topic's queues are, as the adaptive partitioner wants it told: two columns, of which the first `count`
 * rows are partitions to choose from.
 *
 * Owns: the columns; they are filled anew at every look. Refuses to know: why a partition is left out.
 */
export class QueueLoads {
  /** One row per queue of the topic; rows from `count` on mean nothing. */
  readonly sizes: number[] = [];
  readonly partitions: number[] = [];
  count = 0;

  clear(rows: number): void {
    for (let i = 0; i < rows; i++) {
      this.sizes[i] = 0;
      this.partitions[i] = 0;
    }
    this.count = 0;
  }

  /** The next row is `partition`'s, with nothing in its queue so far. */
  begin(partition: number): void {
    this.partitions[this.count++] = partition;
  }

  setSize(batches: number): void {
    this.sizes[this.count - 1] = batches;
  }

  /** The partition begun last is not to be chosen after all; its size stays until the next row overwrites it, as in Java. */
  takeBack(): void {
    this.count--;
  }
}
