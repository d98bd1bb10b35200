/**
 * The highest leader epoch a client has heard of, per partition: an answer with a lower one comes from a broker that
 * lags behind and must not replace what is known.
 *
 * Owns: those numbers. Invariant: an epoch never falls, except when the topic was created anew.
 * Refuses to know: why a client believes one of two answers (metadata.ts decides).
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
