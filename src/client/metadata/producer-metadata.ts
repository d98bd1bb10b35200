/**
 * The metadata of the topics that a producer sends to (Java's ProducerMetadata). A topic that is not sent to for
 * metadata.max.idle.ms is forgotten.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { MetadataRequest, MetadataResponse } from '../../protocol/messages.ts';
import { RecallMap } from '../collections/recall-map.ts';
import { Metadata, type MetadataOptions } from './metadata.ts';

export interface ProducerMetadataOptions extends MetadataOptions {
  /** metadata.max.idle.ms */
  readonly metadataIdleMs: number;
}

interface TopicUse {
  /** When the topic is forgotten, unless it is sent to before. */
  expiryMs: number;
}

export class ProducerMetadata extends Metadata {
  private readonly metadataIdleMs: number;
  /** In order of first use. */
  private readonly uses = new RecallMap<TopicUse>();
  /** Topics that no response has contained yet. Invariant: a subset of the keys of `uses`. */
  private readonly newTopics: Set<string> = new Set();

  /** Until then no topic is forgotten. Invariant: at most the lowest `expiryMs` of all uses. */
  private earliestExpiryMs = Number.POSITIVE_INFINITY;
  /** Whether the cache may still contain something of a topic that is forgotten. */
  private hasForgotten = false;

  /** The last response. */
  private lastResponse: MetadataResponse | null = null;

  constructor(options: ProducerMetadataOptions) {
    super(options);
    this.metadataIdleMs = options.metadataIdleMs;
  }

  /** Notes that a record is sent to `topic`, and requests an update at once if the topic is new. */
  add(topic: string, nowMs: number): void {
    const expiryMs = nowMs + this.metadataIdleMs;
    const use = this.uses.get(topic) ?? this.begin(topic, expiryMs);
    use.expiryMs = expiryMs;
  }

  private begin(topic: string, expiryMs: number): TopicUse {
    const use = { expiryMs };
    this.uses.set(topic, use);
    this.earliestExpiryMs = Math.min(this.earliestExpiryMs, expiryMs);
    this.newTopics.add(topic);
    this.requestUpdateForNewTopics();
    return use;
  }

  /** @returns the current version; a higher one means that an update has come */
  requestUpdateForTopic(topic: string): number {
    return this.newTopics.has(topic) ? this.requestUpdateForNewTopics() : this.requestUpdate();
  }

  /** The error of a topic in the last response; `null` if it had none, or was not part of it. */
  topicError(topic: string): ErrorName | null {
    const error = this.lastResponse?.topics.find(({ name }) => name === topic)?.error ?? 'NONE';
    return error === 'NONE' ? null : error;
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
    this.hasForgotten = true;
    return false;
  }

  protected override mayForget(nowMs: number): boolean {
    if (this.earliestExpiryMs <= nowMs) {
      this.earliestExpiryMs = Number.POSITIVE_INFINITY;
      for (const { expiryMs } of this.uses.values()) {
        if (expiryMs < this.earliestExpiryMs) this.earliestExpiryMs = expiryMs;
      }
    }
    return this.hasForgotten || this.earliestExpiryMs <= nowMs;
  }

  /** A topic with an error is no longer new, either: it is part of the next full update. */
  protected override afterUpdate(response: MetadataResponse, isPartialUpdate: boolean): void {
    this.lastResponse = response;
    // A full update leaves the ids of topics that it has found to be forgotten, until the next partial one.
    if (isPartialUpdate) this.hasForgotten = false;
    if (this.newTopics.size === 0) return;
    for (const topic of response.topics) this.newTopics.delete(topic.name);
  }
}
