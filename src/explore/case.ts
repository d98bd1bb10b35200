/**
 * A case: everything that determines one run, as plain JSON. The same case always gives the same run.
 */
import {
  type BrokerConfigInput,
  type BrokerVersionName,
  type ClientVersionName,
  type FaultPlan,
  type ProducerConfigInput,
  readFaultPlan,
} from '../index.ts';
import type { LatencyRange } from '../sim/index.ts';
import { CaseError } from './case-error.ts';
import { isObject } from './json.ts';
import { readWorkload, type Workload } from './workload.ts';

/** A topic of a random or given cluster. */
export interface TopicShape {
  readonly name: string;
  /** Default 1. */
  readonly partitions?: number;
  /** Default 3, or the number of brokers if there are fewer. */
  readonly replicationFactor?: number;
}

/** The cluster of a case: what is not set has the simulation's default. */
export interface ClusterShape {
  /** The number of brokers. Default 3. */
  readonly brokers?: number;
  readonly config?: BrokerConfigInput;
  /** One-way latency of each message in ms. Default 1. */
  readonly latencyMs?: number | LatencyRange;
  /** Topics that exist before the program starts. Default: none. */
  readonly topics?: readonly TopicShape[];
}

/** What a program gets besides the simulation. */
export interface ProgramInput {
  readonly cluster: ClusterShape;
  readonly producer: ProducerConfigInput;
  readonly workload: Workload;
}

/** Everything that determines one run of a program. */
export interface Case extends ProgramInput {
  readonly seed: number;
  /** The faults. Those that do not fire do not fail the run. */
  readonly plan: FaultPlan;
  /** The version of the clients. Default: that of the program's simulation. */
  readonly clientVersion?: ClientVersionName;
  /** The version of the brokers. Default: that of the program's simulation. */
  readonly brokerVersion?: BrokerVersionName;
}

/**
 * Reads a case from data of any shape, such as parsed JSON.
 *
 * @param path what error messages call the case
 * @throws CaseError or FaultError that names the place, what was expected there, and what is there
 */
export function readCase(data: unknown, path = 'case'): Case {
  if (!isObject(data)) throw new CaseError(path, 'an object', data);
  refuseUnknown(data, CASE_FIELDS, 'a case', path);
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const { seed, cluster = {}, producer = {}, workload = [], plan = [], clientVersion, brokerVersion } = data;
  if (!Number.isSafeInteger(seed)) throw new CaseError(at('seed'), 'a whole number', seed);
  if (!isObject(producer)) throw new CaseError(at('producer'), 'an object of producer settings', producer);
  for (const [name, version] of Object.entries({ clientVersion, brokerVersion })) {
    if (version === undefined || typeof version === 'string') continue;
    throw new CaseError(at(name), 'the name of a version', version);
  }
  return {
    ...(clientVersion !== undefined && { clientVersion: clientVersion as ClientVersionName }),
    ...(brokerVersion !== undefined && { brokerVersion: brokerVersion as BrokerVersionName }),
    seed: seed as number,
    cluster: readClusterShape(cluster, at('cluster')),
    producer,
    workload: readWorkload(workload, at('workload')),
    plan: readFaultPlan(plan),
  };
}

const CASE_FIELDS = [
  'seed',
  'cluster',
  'producer',
  'workload',
  'plan',
  'clientVersion',
  'brokerVersion',
] satisfies (keyof Case)[];
const CLUSTER_FIELDS = ['brokers', 'config', 'latencyMs', 'topics'] satisfies (keyof ClusterShape)[];
const TOPIC_FIELDS = ['name', 'partitions', 'replicationFactor'] satisfies (keyof TopicShape)[];

function refuseUnknown(data: object, names: readonly string[], of: string, path: string): void {
  const unknown = Object.keys(data).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw CaseError.unknownField(path, of, unknown, names, (data as Readonly<Record<string, unknown>>)[unknown]);
}

function readClusterShape(data: unknown, path: string): ClusterShape {
  if (!isObject(data)) throw new CaseError(path, 'an object', data);
  refuseUnknown(data, CLUSTER_FIELDS, 'a cluster', path);
  const { brokers, config, topics = [] } = data;
  if (brokers !== undefined && !(Number.isSafeInteger(brokers) && (brokers as number) > 0)) {
    throw new CaseError(`${path}.brokers`, 'a whole number above 0', brokers);
  }
  if (config !== undefined && !isObject(config)) throw new CaseError(`${path}.config`, 'an object', config);
  if (!Array.isArray(topics)) throw new CaseError(`${path}.topics`, 'a list of topics', topics);
  topics.forEach((topic: unknown, index) => {
    checkTopicShape(topic, `${path}.topics[${index}]`);
  });
  return data;
}

function checkTopicShape(data: unknown, path: string): void {
  if (!isObject(data)) throw new CaseError(path, 'a topic', data);
  refuseUnknown(data, TOPIC_FIELDS, 'a topic', path);
  if (typeof data.name !== 'string') throw new CaseError(`${path}.name`, 'text', data.name);
}
