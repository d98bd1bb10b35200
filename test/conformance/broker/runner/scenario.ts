/**
 * A broker scenario: a cluster, and the steps that are played against it. golden-file.ts reads the recorded answers.
 */
import { type Fields, InvalidScenarioError, type Json, number, object, objects, text } from './json.ts';

export interface Scenario {
  readonly name: string;
  readonly brokers: number;
  /** Server properties of all brokers. */
  readonly config: Fields;
  /** Created before the first step, as in a CreateTopics request. */
  readonly topics: readonly Fields[];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly id: string;
  readonly kind: 'request' | 'world' | 'await' | 'pending';
  readonly fields: Fields;
}

/** @throws InvalidScenarioError naming the field, and the step that contains it */
export function readScenario(content: string): Scenario {
  const fields = object('the file', parse(content));
  const cluster = object('cluster', fields.cluster);
  if (fields.steps === undefined) throw new InvalidScenarioError('steps is missing');
  const steps = objects(fields, 'steps').map(readStep);
  const ids = new Set<string>();
  for (const { id } of steps) {
    if (ids.has(id)) throw new InvalidScenarioError(`two steps have the id ${id}`);
    ids.add(id);
  }
  return {
    name: text(fields, 'name'),
    brokers: number(cluster, 'brokers'),
    config: object('cluster.config', cluster.config ?? {}),
    topics: objects(cluster, 'topics'),
    steps,
  };
}

/** A step without an id is named after its position, from s1. */
function readStep(fields: Fields, index: number): Step {
  const id = text(fields, 'id', `s${index + 1}`);
  const kinds = (['world', 'await', 'pending'] as const).filter((kind) => fields[kind] !== undefined);
  const kind = kinds[0] ?? 'request';
  if (kinds.length > 1) throw new InvalidScenarioError(`step ${id} is both ${kinds.join(' and ')}`);
  if (kind === 'request' && fields.api === undefined) {
    throw new InvalidScenarioError(`step ${id} has none of api, world, await, pending`);
  }
  text(fields, kind === 'request' ? 'api' : kind);
  return { id, kind, fields };
}

function parse(content: string): Json {
  try {
    return JSON.parse(content) as Json;
  } catch (error) {
    throw new InvalidScenarioError((error as Error).message.split('\n')[0]);
  }
}
