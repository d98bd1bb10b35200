/** Values by topic and partition. A string made of both would have to be made, and hashed, for every look-up. */
export class ByPartition<T> {
  private readonly topics = new Map<string, (T | undefined)[]>();

  /** @param topic a name or an id */
  get(topic: string, partition: number): T | undefined {
    return this.topics.get(topic)?.[partition];
  }

  set(topic: string, partition: number, value: T): void {
    const partitions = this.topics.get(topic);
    if (partitions !== undefined) {
      partitions[partition] = value;
      return;
    }
    const first: (T | undefined)[] = [];
    first[partition] = value;
    this.topics.set(topic, first);
  }
}
