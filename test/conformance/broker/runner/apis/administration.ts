/**
 * CreatePartitions, IncrementalAlterConfigs, ElectLeaders and AlterPartitionReassignments in the scenario format.
 */
import type { AlterableConfig, ConfigOperation } from '../../../../../src/protocol/messages.ts';
import { type Fields, flag, InvalidScenarioError, list, number, numbers, objects, text, textOrNull } from '../json.ts';
import type { Symbols } from '../symbols.ts';
import { type ApiFormat, namedTopic, partitionsOf, sortedByName, sortedPartitions } from './api-format.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
const LONG_TIMEOUT_MS = 20_000;
const OPERATIONS: readonly string[] = ['SET', 'DELETE', 'APPEND', 'SUBTRACT'];

interface Refusable {
  readonly topic: string;
  readonly partition: number;
  readonly error: string;
  readonly errorMessage: string | null;
}

export const createPartitions: ApiFormat<'CreatePartitions'> = {
  version: 3,
  request: (fields, symbols) => ({
    api: 'CreatePartitions',
    topics: objects(fields, 'topics').map((topic) => ({
      name: namedTopic(symbols, text(topic, 'name')),
      count: number(topic, 'count'),
      ...(topic.assignments === undefined
        ? {}
        : { assignments: list('assignments', topic.assignments).map((ids) => numbers('assignments', ids)) }),
    })),
    timeoutMs: number(fields, 'timeoutMs', DEFAULT_TIMEOUT_MS),
    validateOnly: flag(fields, 'validateOnly', false),
  }),
  answer: ({ topics }, symbols) => ({
    topics: sortedByName(topics).map(({ name, error, errorMessage }) => ({
      name,
      error,
      errorMessage: symbols.message(errorMessage),
    })),
  }),
};

export const incrementalAlterConfigs: ApiFormat<'IncrementalAlterConfigs'> = {
  version: 1,
  request: (fields) => ({
    api: 'IncrementalAlterConfigs',
    resources: objects(fields, 'resources').map((resource) => ({
      type: text(resource, 'type', 'topic') === 'broker' ? ('BROKER' as const) : ('TOPIC' as const),
      name: text(resource, 'name'),
      configs: objects(resource, 'configs').map(readConfig),
    })),
    validateOnly: flag(fields, 'validateOnly', false),
  }),
  answer: ({ resources }, symbols) => ({
    resources: sortedByName(resources).map(({ name, error, errorMessage }) => ({
      name,
      error,
      errorMessage: symbols.message(errorMessage),
    })),
  }),
};

export const electLeaders: ApiFormat<'ElectLeaders'> = {
  version: 2,
  request: (fields, symbols) => ({
    api: 'ElectLeaders',
    electionType: text(fields, 'type', 'preferred') === 'unclean' ? 'UNCLEAN' : 'PREFERRED',
    partitions: partitionsOf(fields, symbols, () => ({})),
    timeoutMs: LONG_TIMEOUT_MS,
  }),
  answer: ({ error, partitions }, symbols) => ({ error, partitions: shownResults(partitions, symbols) }),
};

export const alterPartitionReassignments: ApiFormat<'AlterPartitionReassignments'> = {
  version: 0,
  request: (fields, symbols) => ({
    api: 'AlterPartitionReassignments',
    timeoutMs: LONG_TIMEOUT_MS,
    partitions: partitionsOf(fields, symbols, (partition) => ({
      replicas: numbers('replicas', partition.replicas),
    })),
  }),
  answer: ({ error, partitions }, symbols) => ({ error, partitions: shownResults(partitions, symbols) }),
};

function readConfig(config: Fields): AlterableConfig {
  const operation = text(config, 'op', 'set').toUpperCase();
  if (!OPERATIONS.includes(operation))
    throw new InvalidScenarioError(`${operation} is not an operation on a configuration`);
  return { name: text(config, 'name'), operation: operation as ConfigOperation, value: textOrNull(config, 'value') };
}

function shownResults(partitions: readonly Refusable[], symbols: Symbols) {
  return sortedPartitions(partitions).map(({ topic, partition, error, errorMessage }) => ({
    topic,
    partition,
    error,
    errorMessage: symbols.message(errorMessage),
  }));
}
