/** The numbers that stand for names in messages. */

import type { ConfigResourceType } from '../../../protocol/cluster/config-resource.ts';
import { ERRORS, type ErrorName } from '../../../protocol/errors/errors.ts';
import type {
  ConfigOperation,
  ConfigSource,
  ConfigType,
  ElectionType,
  IsolationLevel,
} from '../../../protocol/messages.ts';
import { WireError } from '../../bytes/wire-error.ts';

export function errorCode(error: ErrorName): number {
  return error === 'NONE' ? 0 : ERRORS[error].code;
}

/** The name for a number of a message. @throws WireError if there is none */
function named<Name extends string>(codes: Readonly<Record<Name, number>>, code: number, what: string): Name {
  for (const name of Object.keys(codes) as Name[]) if (codes[name] === code) return name;
  throw new WireError(`There is no ${what} ${code}.`);
}

const ISOLATION_LEVELS: Readonly<Record<IsolationLevel, number>> = { read_uncommitted: 0, read_committed: 1 };
const ELECTION_TYPES: Readonly<Record<ElectionType, number>> = { PREFERRED: 0, UNCLEAN: 1 };
const CONFIG_OPERATIONS: Readonly<Record<ConfigOperation, number>> = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 };
const RESOURCE_TYPES: Readonly<Record<ConfigResourceType, number>> = { TOPIC: 2, BROKER: 4, BROKER_LOGGER: 8 };

export function isolationLevel(code: number): IsolationLevel {
  return named(ISOLATION_LEVELS, code, 'isolation level');
}

export function electionType(code: number): ElectionType {
  return named(ELECTION_TYPES, code, 'type of elections');
}

export function configOperation(code: number): ConfigOperation {
  return named(CONFIG_OPERATIONS, code, 'operation on configurations');
}

export function resourceType(code: number): ConfigResourceType {
  return named(RESOURCE_TYPES, code, 'type of resources');
}

export function resourceTypeCode(type: ConfigResourceType): number {
  return RESOURCE_TYPES[type];
}

/** DescribeConfigsResponse.ConfigSource. */
export const CONFIG_SOURCE_CODES: Readonly<Record<ConfigSource, number>> = {
  DYNAMIC_TOPIC_CONFIG: 1,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
};

/** DescribeConfigsResponse.ConfigType. */
export const CONFIG_TYPE_CODES: Readonly<Record<ConfigType, number>> = {
  UNKNOWN: 0,
  BOOLEAN: 1,
  STRING: 2,
  INT: 3,
  LONG: 5,
  LIST: 7,
};
