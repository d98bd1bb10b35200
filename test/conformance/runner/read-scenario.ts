/**
 * Reads a scenario from JSON, fills in the defaults of the format, and rejects invalid fields with a message in one line. Unknown fields
 * are ignored: they are used for notes.
 */
import { ERRORS } from '../../../src/protocol/errors/errors.ts';
import { API_KEYS } from './api-keys.ts';
import { APPLICATION_OPERATIONS, CLUSTER_OPERATIONS, type NetworkDelays, type Scenario } from './scenario.ts';

/** The scenario cannot be played; the message names the invalid field. */
export class InvalidScenarioError extends Error {
  override readonly name = 'InvalidScenarioError';
}

type Fields = Readonly<Record<string, unknown>>;

const OPERATIONS: readonly string[] = [...APPLICATION_OPERATIONS, ...CLUSTER_OPERATIONS];
/** The fields that an operation requires. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  send: ['topic'],
  partitionsFor: ['topic'],
  sendOffsetsToTransaction: ['offsets', 'groupId'],
  setLeader: ['topic', 'partition', 'leader'],
  setTopic: ['topic', 'partitions'],
  deleteTopic: ['topic'],
  nodeDown: ['id'],
  nodeUp: ['id'],
  nodeBlackhole: ['id'],
  closeConnections: ['id'],
  setCoordinator: ['id'],
};
const TEXTS = ['op', 'topic', 'thread', 'groupId', 'api', 'tp'];
const COUNTS = ['at', 'count', 'valueSize', 'delayMs', 'throttleMs'];

/** @throws InvalidScenarioError */
export function readScenario(text: string): Scenario {
  const fields = asObject('the file', parse(text));
  const { name, config, cluster } = fields;
  if (typeof name !== 'string') throw new InvalidScenarioError(`name must be a string, got ${shown(name)}`);
  checkCluster(asObject('cluster', cluster));
  const responses = asList('responses', fields.responses ?? []);
  for (const [index, rule] of responses.entries())
    checkRule(`responses[${index}]`, asObject(`responses[${index}]`, rule));
  const steps = asList('steps', fields.steps);
  for (const [index, step] of steps.entries()) {
    const where = `steps[${index}]`;
    const checked = asObject(where, step);
    if (checked.at === undefined) throw new InvalidScenarioError(`${where}.at is missing`);
    checkOperation(where, checked);
  }
  return {
    name,
    config: asObject('config', config),
    cluster: cluster as Scenario['cluster'],
    network: delays(asObject('network', fields.network ?? {})),
    ...optional('random', 'random', fields, (given) =>
      asList('random', given).map((n, i) => asCount(`random[${i}]`, n)),
    ),
    apiVersions: asObject('apiVersions', fields.apiVersions ?? {}) as Scenario['apiVersions'],
    leaderHints: fields.leaderHints === true,
    ...optional('transactionVersion', 'transactionVersion', fields, (given) => asCount('transactionVersion', given)),
    jitterFactor: fields.jitterFactor === undefined ? 1 : asNumber('jitterFactor', fields.jitterFactor),
    traceRecords: fields.traceRecords === true,
    passSerializers: fields.passSerializers !== false,
    ...optional('untilMs', 'until', fields, (given) => asCount('until', given)),
    ...optional('maxTimeMs', 'maxTime', fields, (given) => asCount('maxTime', given)),
    responses: responses as Scenario['responses'],
    steps: steps as Scenario['steps'],
  };
}

// --- Parts ---------------------------------------------------------------------------------------------------------------

function checkCluster({ nodes, topics = {} }: Fields): void {
  if (typeof nodes === 'number') asCount('cluster.nodes', nodes);
  else {
    for (const [index, node] of asList('cluster.nodes', nodes).entries()) {
      const where = `cluster.nodes[${index}]`;
      asCount(`${where}.id`, asObject(where, node).id);
    }
  }
  for (const [topic, description] of Object.entries(asObject('cluster.topics', topics))) {
    const where = `cluster.topics.${topic}`;
    checkPartitions(`${where}.partitions`, asObject(where, description).partitions);
  }
}

function checkPartitions(where: string, partitions: unknown): void {
  if (typeof partitions === 'number') asCount(where, partitions);
  else for (const [index, one] of asList(where, partitions).entries()) asObject(`${where}[${index}]`, one);
}

function checkRule(where: string, rule: Fields): void {
  const { api, then = [] } = rule;
  if (!(API_KEYS as readonly unknown[]).includes(api)) {
    throw new InvalidScenarioError(`${where}.api must be one of ${API_KEYS.join(', ')}, got ${shown(api)}`);
  }
  checkFields(where, rule);
  for (const [index, operation] of asList(`${where}.then`, then).entries()) {
    const place = `${where}.then[${index}]`;
    checkOperation(place, asObject(place, operation));
  }
}

function checkOperation(where: string, operation: Fields): void {
  const { op, onCallback = [] } = operation;
  if (typeof op !== 'string' || !OPERATIONS.includes(op)) {
    throw new InvalidScenarioError(`${where}.op must be one of ${OPERATIONS.join(', ')}, got ${shown(op)}`);
  }
  for (const field of REQUIRED[op] ?? []) {
    if (operation[field] === undefined)
      throw new InvalidScenarioError(`${where}.${field} is missing: ${op} requires it`);
  }
  if (op === 'setTopic') checkPartitions(`${where}.partitions`, operation.partitions);
  checkFields(where, operation);
  for (const [index, inner] of asList(`${where}.onCallback`, onCallback).entries()) {
    const place = `${where}.onCallback[${index}]`;
    checkOperation(place, asObject(place, inner));
  }
}

function checkFields(where: string, fields: Fields): void {
  for (const [field, value] of Object.entries(fields)) {
    const place = `${where}.${field}`;
    if (TEXTS.includes(field) && typeof value !== 'string') {
      throw new InvalidScenarioError(`${place} must be a string, got ${shown(value)}`);
    }
    if (COUNTS.includes(field)) asCount(place, value);
    if (field === 'error' && !(typeof value === 'string' && value in ERRORS)) {
      throw new InvalidScenarioError(`${place} is ${shown(value)}, which is not an error of Kafka`);
    }
  }
}

function delays(given: Fields): NetworkDelays {
  const delay = (field: string, byDefault: number): number =>
    given[field] === undefined ? byDefault : asCount(`network.${field}`, given[field]);
  const otherMs = delay('otherMs', 0);
  return {
    connectMs: delay('connectMs', 0),
    apiVersionsMs: delay('apiVersionsMs', otherMs),
    metadataMs: delay('metadataMs', otherMs),
    produceMs: delay('produceMs', 5),
    otherMs,
  };
}

// --- Values --------------------------------------------------------------------------------------------------------------

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidScenarioError(`the file is not valid JSON: ${(error as Error).message.split('\n')[0]}`);
  }
}

function optional<K extends string, V>(
  key: K,
  field: string,
  fields: Fields,
  read: (given: unknown) => V,
): { readonly [key in K]?: V } {
  const given = fields[field];
  return given === undefined ? {} : ({ [key]: read(given) } as { readonly [key in K]?: V });
}

function asObject(where: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new InvalidScenarioError(`${where} must be an object, got ${shown(value)}`);
}

function asList(where: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new InvalidScenarioError(`${where} must be a list, got ${shown(value)}`);
}

function asNumber(where: string, value: unknown): number {
  if (typeof value === 'number') return value;
  throw new InvalidScenarioError(`${where} must be a number, got ${shown(value)}`);
}

function asCount(where: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new InvalidScenarioError(`${where} must be a non-negative integer, got ${shown(value)}`);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
