/**
 * A case: everything one run is made of, as plain JSON. The same case, the same run.
 *
 * Owns: its shape, and reading one from data that may say anything.
 * Refuses to know: which program it is for (program.ts), and how it ends (try-case.ts).
 */
import { type BrokerConfigInput, type FaultPlan, type ProducerConfigInput, readFaultPlan } from '../index.ts';
import type { LatencyRange } from '../sim/index.ts';
import { CaseError, isObject } from './case-error.ts';
import { readWorkload, type Workload } from './workload.ts';

export interface TopicShape {
  readonly name: string;
  /** Default 1. */
  readonly partitions?: number;
  /** Default: three, or as many as there are brokers. */
  readonly replicationFactor?: number;
}

export interface ClusterShape {
  /** How many. Default 3. */
  readonly brokers?: number;
  readonly config?: BrokerConfigInput;
  /** One way, per message, in ms. Default 1. */
  readonly latencyMs?: number | LatencyRange;
  /** That are there before the program starts. Default: none. */
  readonly topics?: readonly TopicShape[];
}

/** What a program is given. */
export interface ProgramInput {
  readonly cluster: ClusterShape;
  readonly producer: ProducerConfigInput;
  readonly workload: Workload;
}

export interface Case extends ProgramInput {
  readonly seed: number;
  /** Faults that need not fire: nobody knows which of them a run will meet. */
  readonly plan: FaultPlan;
}

/** @param path what errors call it. @throws CaseError or FaultError that names the place, what was expected there and what is there */
export function readCase(data: unknown, path = 'case'): Case {
  if (!isObject(data)) throw new CaseError(path, 'an object', data);
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const { seed, cluster = {}, producer = {}, workload = [], plan = [] } = data;
  if (!Number.isSafeInteger(seed)) throw new CaseError(at('seed'), 'a whole number', seed);
  if (!isObject(producer)) throw new CaseError(at('producer'), "an object of the producer's settings", producer);
  return {
    seed: seed as number,
    cluster: readClusterShape(cluster, at('cluster')),
    producer,
    workload: readWorkload(workload, at('workload')),
    plan: readFaultPlan(plan),
  };
}

function readClusterShape(data: unknown, path: string): ClusterShape {
  if (!isObject(data)) throw new CaseError(path, 'an object', data);
  const { brokers, config, topics = [] } = data;
  if (brokers !== undefined && !(Number.isSafeInteger(brokers) && (brokers as number) > 0)) {
    throw new CaseError(`${path}.brokers`, 'a whole number above 0', brokers);
  }
  if (config !== undefined && !isObject(config)) throw new CaseError(`${path}.config`, 'an object', config);
  const isTopic = (topic: unknown): boolean => isObject(topic) && typeof topic.name === 'string';
  if (!Array.isArray(topics) || !topics.every(isTopic)) {
    throw new CaseError(`${path}.topics`, 'a list of topics, each with a name', topics);
  }
  return data;
}
