/**
 * CreateTopics and DeleteTopics in the scenario format.
 */
import type { CreatableTopic } from '../../../../../src/protocol/messages.ts';
import { type Fields, flag, type Json, list, number, numbers, object, objects, text, texts } from '../json.ts';
import type { Symbols } from '../symbols.ts';
import { type ApiFormat, namedTopic, sortedByName } from './api-format.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

export const createTopics: ApiFormat<'CreateTopics'> = {
  version: 7,
  request: (fields, symbols) => ({
    api: 'CreateTopics',
    topics: objects(fields, 'topics').map((topic) => readTopic(topic, symbols)),
    timeoutMs: number(fields, 'timeoutMs', DEFAULT_TIMEOUT_MS),
    validateOnly: flag(fields, 'validateOnly', false),
  }),
  answer: ({ topics }, symbols) => ({
    topics: sortedByName(topics).map(({ name, topicId, error, errorMessage, numPartitions, replicationFactor }) => ({
      name,
      hasTopicId: topicId !== '',
      error,
      errorMessage: symbols.message(errorMessage),
      numPartitions,
      replicationFactor,
    })),
  }),
};

export const deleteTopics: ApiFormat<'DeleteTopics'> = {
  version: 6,
  request: (fields, symbols) => ({
    api: 'DeleteTopics',
    topics: texts('topics', fields.topics ?? []).map((topic) => namedTopic(symbols, topic)),
    timeoutMs: number(fields, 'timeoutMs', DEFAULT_TIMEOUT_MS),
  }),
  answer: ({ topics }, symbols) => ({
    topics: sortedByName(topics).map(({ name, error, errorMessage }) => ({
      name,
      error,
      errorMessage: symbols.message(errorMessage),
    })),
  }),
};

/** For a topic with assignments, both numbers are -1 by default. */
export function readTopic(topic: Fields, symbols: Symbols): CreatableTopic {
  const { assignments } = topic;
  const hasAssignments = assignments !== undefined && assignments !== null;
  return {
    name: namedTopic(symbols, text(topic, 'name')),
    numPartitions: number(topic, 'numPartitions', hasAssignments ? -1 : 1),
    replicationFactor: number(topic, 'replicationFactor', hasAssignments ? -1 : 1),
    ...(hasAssignments
      ? { assignments: list('assignments', assignments).map((ids) => numbers('assignments', ids)) }
      : {}),
    configs: readConfigs(object('configs', topic.configs ?? {})),
  };
}

function readConfigs(configs: Fields): Record<string, string> {
  const shown = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(configs).map(([name, value]) => [name, shown(value)]));
}
