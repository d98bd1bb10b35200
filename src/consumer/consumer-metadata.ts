/**
 * The metadata of a consumer: that of its topics, or of all topics while it subscribes to a pattern (Java's ConsumerMetadata).
 */
import { TopicsMetadata, type TopicsMetadataOptions } from '../client/metadata/topics-metadata.ts';
import type { MetadataRequest } from '../protocol/messages.ts';
import type { TopicPattern } from './groups/topic-pattern.ts';

export interface ConsumerMetadataOptions extends TopicsMetadataOptions {
  /** Whether a pattern never matches internal topics, such as `__consumer_offsets`. */
  readonly excludesInternalTopics: boolean;
}

export class ConsumerMetadata extends TopicsMetadata {
  private readonly excludesInternalTopics: boolean;
  private pattern: TopicPattern | null = null;

  constructor(options: ConsumerMetadataOptions) {
    super(options);
    this.excludesInternalTopics = options.excludesInternalTopics;
  }

  /** Also keeps the topics that match the pattern. @param pattern `null`: none any more */
  match(pattern: TopicPattern | null): void {
    this.pattern = pattern;
    if (pattern !== null) this.requestUpdateForNewTopics();
  }

  protected override newFullRequest(): MetadataRequest {
    if (this.pattern === null) return super.newFullRequest();
    // A request for all topics creates none, whatever it says.
    return { api: 'Metadata', topics: null, allowAutoTopicCreation: true };
  }

  protected override retainTopic(topic: string, isInternal: boolean): boolean {
    if (super.retainTopic(topic, isInternal)) return true;
    return !(isInternal && this.excludesInternalTopics) && this.pattern?.matches(topic) === true;
  }
}
