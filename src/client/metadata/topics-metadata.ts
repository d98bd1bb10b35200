/**
 * Metadata of a fixed set of topics, none of which is forgotten: what an admin client (no topics) or a consumer needs.
 *
 * Owns: the set. Refuses to know: what is done with the topics.
 */
import type { MetadataRequest } from '../../protocol/messages.ts';
import { Metadata, type MetadataOptions } from './metadata.ts';

export interface TopicsMetadataOptions extends MetadataOptions {
  readonly allowAutoTopicCreation: boolean;
}

export class TopicsMetadata extends Metadata {
  private readonly topics: Set<string> = new Set();
  private readonly allowAutoTopicCreation: boolean;

  constructor(options: TopicsMetadataOptions) {
    super(options);
    this.allowAutoTopicCreation = options.allowAutoTopicCreation;
  }

  /** Adds topics; asks for them at once if one is new. */
  add(topics: Iterable<string>): void {
    const sizeBefore = this.topics.size;
    for (const topic of topics) this.topics.add(topic);
    if (this.topics.size === sizeBefore) return;
    this.requestUpdate();
    this.requestUpdateForNewTopics();
  }

  protected override newFullRequest(): MetadataRequest {
    return { api: 'Metadata', topics: [...this.topics], allowAutoTopicCreation: this.allowAutoTopicCreation };
  }

  protected override newRequestForNewTopics(): null {
    return null;
  }

  protected override retainTopic(topic: string): boolean {
    return this.topics.has(topic);
  }
}
