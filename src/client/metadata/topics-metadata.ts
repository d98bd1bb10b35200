/**
 * The metadata of a set of topics that are never forgotten, for a consumer, and for an admin client, which has no topics.
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

  /** Adds topics, and requests an update at once if one of them is new. */
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

  protected override retainTopic(topic: string, _isInternal: boolean): boolean {
    return this.topics.has(topic);
  }

  /** Responses to an admin client are about topics that are none of its own. */
  protected override mayForget(): boolean {
    return true;
  }
}
