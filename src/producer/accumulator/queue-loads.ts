/**
 * The lengths of a topic's queues in the form that the adaptive partitioner takes: two columns, of which the first `count`
 * rows are partitions to choose from. They are filled again at every ready check.
 */
export class QueueLoads {
  /** Batches in the queue. There is a row for each queue of the topic; rows from `count` on mean nothing. */
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

  /** Begins the row of a partition, with an empty queue. */
  begin(partition: number): void {
    this.partitions[this.count++] = partition;
  }

  /** Sets the size of the row begun last. */
  setSize(batches: number): void {
    this.sizes[this.count - 1] = batches;
  }

  /** Removes the row begun last. Its size stays until the next row overwrites it, as in Java. */
  takeBack(): void {
    this.count--;
  }
}
