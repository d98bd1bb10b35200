/** The topics of the cluster by name and by id, for requests that name topics by their id (KIP-516). */
import type { Cluster, TopicState } from '../../broker/index.ts';
import type { TopicIds } from '../../wire/index.ts';

export class TopicNames implements TopicIds {
  private readonly cluster: Cluster;
  /** What the maps were made from. */
  private topics: readonly TopicState[] | null = null;
  private readonly ids = new Map<string, string>();
  private readonly names = new Map<string, string>();

  constructor(cluster: Cluster) {
    this.cluster = cluster;
  }

  nameOf(topicId: string): string | undefined {
    this.update();
    return this.names.get(topicId);
  }

  idOf(name: string): string | undefined {
    this.update();
    return this.ids.get(name);
  }

  private update(): void {
    const { topics } = this.cluster;
    if (topics === this.topics) return;
    this.topics = topics;
    this.ids.clear();
    this.names.clear();
    for (const { name, topicId, isAnnounced } of topics) {
      if (!isAnnounced) continue;
      this.ids.set(name, topicId);
      this.names.set(topicId, name);
    }
  }
}
