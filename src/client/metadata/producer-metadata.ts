/**
 * Metadata of the topics a producer sends to.
 *
 * Owns: which topics those are, which of them nobody has answered for yet, and when an idle one is forgotten.
 * Refuses to know: sends.
 */

import type { MetadataRequest, MetadataResponse } from '../../protocol/messages.ts';
import { RecallMap } from '../collections/recall-map.ts';
import { Metadata, type MetadataOptions } from './metadata.ts';

export interface ProducerMetadataOptions extends MetadataOptions {
  /** metadata.max.idle.ms: a topic without sends for this long is dropped at the next update. */
  readonly metadataIdleMs: number;
}

interface TopicUse {
  /** Unused until then, the topic is forgotten. */
  expiryMs: number;
}

export class ProducerMetadata extends Metadata {
  private readonly metadataIdleMs: number;
  /** In order of first use. */
  private readonly uses = new RecallMap<TopicUse>();
  /** Added, and in no response yet. Invariant: a subset of the topics above. */
  private readonly newTopics: Set<string> = new Set();

  constructor(options: ProducerMetadataOptions) {
    super(options);
    this.metadataIdleMs = options.metadataIdleMs;
  }

  /** Notes a use of `topic`; a new one is asked for at once. */
  add(topic: string, nowMs: number): void {
    const use = this.uses.get(topic) ?? this.begin(topic);
    use.expiryMs = nowMs + this.metadataIdleMs;
  }

  private begin(topic: string): TopicUse {
    const use = { expiryMs: 0 };
    this.uses.set(topic, use);
    this.newTopics.add(topic);
    this.requestUpdateForNewTopics();
    return use;
  }

  /** Returns the version to be outgrown. */
  requestUpdateForTopic(topic: string): number {
    return this.newTopics.has(topic) ? this.requestUpdateForNewTopics() : this.requestUpdate();
  }

  containsTopic(topic: string): boolean {
    return this.uses.get(topic) !== undefined;
  }

  topics(): readonly string[] {
    return this.uses.keys();
  }

  protected override newFullRequest(): MetadataRequest {
    return { api: 'Metadata', topics: this.topics(), allowAutoTopicCreation: true };
  }

  protected override newRequestForNewTopics(): MetadataRequest {
    return { api: 'Metadata', topics: [...this.newTopics], allowAutoTopicCreation: true };
  }

  protected override retainTopic(topic: string, _isInternal: boolean, nowMs: number): boolean {
    const use = this.uses.get(topic);
    if (use === undefined) return false;
    if (this.newTopics.has(topic)) return true;
    if (use.expiryMs > nowMs) return true;
    this.uses.delete(topic);
    return false;
  }

  /** A topic that came back with an error stays wanted: the full update that follows includes it. */
  protected override afterUpdate(response: MetadataResponse): void {
    if (this.newTopics.size === 0) return;
    for (const topic of response.topics) this.newTopics.delete(topic.name);
  }
}
