/**
 * The errors of metadata responses, until a waiting caller gets them: each error is thrown once.
 */
import {
  InvalidTopicException,
  type KafkaException,
  TopicAuthorizationException,
} from '../../protocol/errors/exceptions.ts';
import type { ClusterView } from './cluster-view.ts';

const NO_TOPICS: readonly string[] = [];

export class MetadataErrors {
  private readonly logError: (message: string) => void;
  private fatal: KafkaException | null = null;
  private invalidTopics = NO_TOPICS;
  private unauthorizedTopics = NO_TOPICS;

  constructor(logError: (message: string) => void) {
    this.logError = logError;
  }

  /** Keeps an exception for the next caller that waits, whatever it waits for. */
  rememberFatal(exception: KafkaException): void {
    this.fatal = exception;
  }

  /** Keeps the errors of a response, which replace those of the response before. */
  rememberTopics({ invalidTopics, unauthorizedTopics }: ClusterView): void {
    this.invalidTopics = invalidTopics;
    this.unauthorizedTopics = unauthorizedTopics;
    if (invalidTopics.length > 0) this.logError(`Metadata response reported invalid topics ${javaList(invalidTopics)}`);
    if (unauthorizedTopics.length > 0)
      this.logError(`Topic authorization failed for topics ${javaList(unauthorizedTopics)}`);
  }

  throwFatal(): void {
    const { fatal } = this;
    this.fatal = null;
    if (fatal !== null) throw fatal;
  }

  /** @throws the fatal exception, or the error of this topic; the errors of other topics are forgotten */
  throwFor(topic: string): void {
    const isUnauthorized = this.unauthorizedTopics.includes(topic);
    const isInvalid = this.invalidTopics.includes(topic);
    this.invalidTopics = NO_TOPICS;
    this.unauthorizedTopics = NO_TOPICS;
    this.throwFatal();
    if (isUnauthorized) throw new TopicAuthorizationException(`Not authorized to access topics: ${javaList([topic])}`);
    if (isInvalid) throw new InvalidTopicException(`Invalid topics: ${javaList([topic])}`);
  }
}

function javaList(topics: readonly string[]): string {
  return `[${topics.join(', ')}]`;
}
