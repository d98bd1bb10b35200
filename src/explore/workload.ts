/**
 * What a producer is asked to do, as plain JSON, and the program that does it.
 *
 * Owns: the steps, reading them from data that may say anything, and carrying them out.
 * Refuses to know: where they come from, and what has to hold afterwards.
 */
import { type KafkaProducer, type ProducerConfigInput, type Simulation, StringSerializer } from '../index.ts';
import { CaseError, isObject } from './case-error.ts';

/** One record. */
export interface SendStep {
  readonly do: 'send';
  readonly topic: string;
  /** Default: the partitioner chooses. */
  readonly partition?: number;
  readonly key?: string;
  readonly value: string;
  /** Wait until it is acknowledged or has failed before the next step. Default false. */
  readonly awaited?: boolean;
}

export type Step = SendStep | { readonly do: 'sleep'; readonly forMs: number } | { readonly do: 'flush' };

export type Workload = readonly Step[];

/** Sends what the workload says with one producer, and closes it. A record that fails stops nothing: the verdict knows. */
export async function playWorkload(
  sim: Simulation,
  { producer: config, workload }: { readonly producer: ProducerConfigInput; readonly workload: Workload },
): Promise<void> {
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
    ...config,
  });
  for (const step of workload) await takeStep(sim, producer, step);
  await producer.close();
}

async function takeStep(sim: Simulation, producer: KafkaProducer<string, string>, step: Step): Promise<void> {
  if (step.do === 'sleep') return sim.sleep(step.forMs);
  if (step.do === 'flush') return producer.flush();
  const { do: _, awaited, ...record } = step;
  const sent = producer.send(record);
  if (awaited === true) await sent.get().catch(() => undefined);
}

/** @throws CaseError that names the place, what was expected there and what is there */
export function readWorkload(data: unknown, path = 'workload'): Workload {
  if (!Array.isArray(data)) throw new CaseError(path, 'a list of steps', data);
  data.forEach((step: unknown, i) => {
    checkStep(step, `${path}[${i}]`);
  });
  return data as Workload;
}

type Check = readonly [isFine: (value: unknown) => boolean, expected: string, isOptional?: 'optional'];

const TEXT: Check = [(value) => typeof value === 'string', 'text'];
const WHOLE = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const FIELDS: Readonly<Record<Step['do'], Readonly<Record<string, Check>>>> = {
  send: {
    topic: TEXT,
    partition: [WHOLE, 'the number of a partition', 'optional'],
    key: [TEXT[0], TEXT[1], 'optional'],
    value: TEXT,
    awaited: [(value) => typeof value === 'boolean', 'true or false', 'optional'],
  },
  sleep: { forMs: [WHOLE, 'a whole number of ms, 0 or more'] },
  flush: {},
};

function checkStep(step: unknown, path: string): void {
  if (!isObject(step)) throw new CaseError(path, 'a step', step);
  const { do: verb, ...given } = step;
  if (typeof verb !== 'string' || !Object.hasOwn(FIELDS, verb)) {
    throw new CaseError(`${path}.do`, `one of ${Object.keys(FIELDS).join(', ')}`, verb);
  }
  const fields = FIELDS[verb as Step['do']];
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
  if (stranger !== undefined) throw new CaseError(`${path}.${stranger}`, `nothing of that name`, given[stranger]);
  for (const [name, [isFine, expected, isOptional]] of Object.entries(fields)) {
    if (given[name] === undefined && isOptional !== undefined) continue;
    if (!isFine(given[name])) throw new CaseError(`${path}.${name}`, expected, given[name]);
  }
}
