import { describe, expect, it } from 'vitest';
import { createClusterView } from '../../../src/client/metadata/cluster-snapshot.ts';
import { MetadataErrors } from '../../../src/client/metadata/metadata-errors.ts';
import {
  InvalidTopicException,
  TopicAuthorizationException,
  UnsupportedVersionException,
} from '../../../src/protocol/errors/exceptions.ts';

function view(invalidTopics: readonly string[], unauthorizedTopics: readonly string[] = []) {
  return createClusterView({
    isBootstrapConfigured: false,
    nodes: [],
    clusterId: null,
    controller: null,
    unauthorizedTopics,
    invalidTopics,
    partitionsByTopic: new Map(),
  });
}

describe('The errors of metadata responses', () => {
  it('are logged, and thrown to a caller that waits for the topic', () => {
    const logged: string[] = [];
    const errors = new MetadataErrors((message) => logged.push(message));
    errors.rememberTopics(view(['bad name'], ['secret', 'hidden']));
    expect(logged).toEqual([
      'Metadata response reported invalid topics [bad name]',
      'Topic authorization failed for topics [secret, hidden]',
    ]);
    expect(() => errors.throwFor('secret')).toThrow(
      new TopicAuthorizationException('Not authorized to access topics: [secret]'),
    );
    errors.rememberTopics(view(['bad name']));
    expect(() => errors.throwFor('bad name')).toThrow(new InvalidTopicException('Invalid topics: [bad name]'));
  });

  it('are thrown once, and forgotten when another topic is waited for', () => {
    const errors = new MetadataErrors(() => {});
    errors.rememberTopics(view(['bad name']));
    expect(() => errors.throwFor('good-name')).not.toThrow();
    expect(() => errors.throwFor('bad name')).not.toThrow();
  });

  it('are replaced by those of the next response', () => {
    const errors = new MetadataErrors(() => {});
    errors.rememberTopics(view(['bad name']));
    errors.rememberTopics(view([]));
    expect(() => errors.throwFor('bad name')).not.toThrow();
  });

  it('are thrown once to any caller if they are fatal', () => {
    const errors = new MetadataErrors(() => {});
    const fatal = new UnsupportedVersionException('too old');
    errors.rememberFatal(fatal);
    expect(() => errors.throwFor('t')).toThrow(fatal);
    expect(() => errors.throwFatal()).not.toThrow();
  });
});
