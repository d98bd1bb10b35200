/**
 * The highest leader epoch that a client has seen of each partition. A response with a lower one comes from a broker that lags
 * behind, and must not replace what is known.
 *
 * Invariant: the epoch of a partition never falls, except when its topic was deleted and created again.
 */
export class LeaderEpochs {
  private readonly byTopic: Map<string, Map<number, number>> = new Map();

  get(topic: string, partition: number): number | undefined {
    return this.byTopic.get(topic)?.get(partition);
  }

  set(topic: string, partition: number, epoch: number): void {
    const epochs = this.byTopic.get(topic);
    if (epochs === undefined) this.byTopic.set(topic, new Map([[partition, epoch]]));
    else epochs.set(partition, epoch);
  }

  forget(topic: string, partition: number): void {
    this.byTopic.get(topic)?.delete(partition);
  }

  retainTopics(retains: (topic: string) => boolean): void {
    for (const topic of this.byTopic.keys()) {
      if (!retains(topic)) this.byTopic.delete(topic);
    }
  }
}
