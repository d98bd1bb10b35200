/**
 * What went wrong with metadata, until somebody who waits for it is told: each error is told once.
 *
 * Owns: the fatal exception, the topics of the last response that cannot be used, and the words for them.
 * Refuses to know: who waits, and how a response is read.
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

  /** Must reach whoever waits, whatever for. */
  rememberFatal(exception: KafkaException): void {
    this.fatal = exception;
  }

  /** Those of the last response take the place of all before. */
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

  /** Raises the fatal exception or the error of any topic. */
  throwAny(): void {
    this.forgetAndThrow(errorOf(this.unauthorizedTopics, this.invalidTopics));
  }

  /** Raises the fatal exception or the error of this topic; other topics' errors are forgotten. */
  throwFor(topic: string): void {
    const only = (topics: readonly string[]): readonly string[] => (topics.includes(topic) ? [topic] : NO_TOPICS);
    this.forgetAndThrow(errorOf(only(this.unauthorizedTopics), only(this.invalidTopics)));
  }

  private forgetAndThrow(topicError: KafkaException | null): void {
    this.invalidTopics = NO_TOPICS;
    this.unauthorizedTopics = NO_TOPICS;
    this.throwFatal();
    if (topicError !== null) throw topicError;
  }
}

function errorOf(unauthorized: readonly string[], invalid: readonly string[]): KafkaException | null {
  if (unauthorized.length > 0)
    return new TopicAuthorizationException(`Not authorized to access topics: ${javaList(unauthorized)}`);
  return invalid.length > 0 ? new InvalidTopicException(`Invalid topics: ${javaList(invalid)}`) : null;
}

function javaList(topics: readonly string[]): string {
  return `[${topics.join(', ')}]`;
}
