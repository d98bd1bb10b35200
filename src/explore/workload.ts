/**
 * What a producer does in a run, as plain JSON, and running it.
 */
import { type KafkaProducer, type ProducerConfigInput, type Simulation, StringSerializer } from '../index.ts';
import { CaseError } from './case-error.ts';
import { isObject } from './json.ts';

/** Sends one record. */
export interface SendStep {
  readonly do: 'send';
  readonly topic: string;
  /** Default: the partitioner chooses. */
  readonly partition?: number;
  readonly key?: string;
  readonly value: string;
  /** Waits before the next step until the record has been acknowledged or has failed. Default false. */
  readonly awaited?: boolean;
}

/** A step of a workload: sends a record, lets virtual time pass, or flushes the producer. */
export type Step = SendStep | { readonly do: 'sleep'; readonly forMs: number } | { readonly do: 'flush' };

/** The steps of a producer, in order. */
export type Workload = readonly Step[];

/** Runs all steps with one producer and closes it. Records that fail do not stop it; they are in `sim.verdict()`. */
export async function runWorkload(
  sim: Simulation,
  { producer: config, workload }: { readonly producer: ProducerConfigInput; readonly workload: Workload },
): Promise<void> {
  const producer = sim.producer({
    'key.serializer': StringSerializer,
    'value.serializer': StringSerializer,
    ...config,
  });
  for (const step of workload) await runStep(sim, producer, step);
  await producer.close();
}

async function runStep(sim: Simulation, producer: KafkaProducer<string, string>, step: Step): Promise<void> {
  if (step.do === 'sleep') return sim.sleep(step.forMs);
  if (step.do === 'flush') return producer.flush();
  const { do: _, awaited, ...record } = step;
  const sent = producer.send(record);
  if (awaited === true) await sent.get().catch(() => undefined);
}

/** @throws CaseError that names the place, what was expected there, and what is there */
export function readWorkload(data: unknown, path = 'workload'): Workload {
  if (!Array.isArray(data)) throw new CaseError(path, 'a list of steps', data);
  data.forEach((step: unknown, i) => {
    checkStep(step, `${path}[${i}]`);
  });
  return data as Workload;
}

type Field = readonly [accepts: (value: unknown) => boolean, expected: string, isOptional?: 'optional'];

const TEXT: Field = [(value) => typeof value === 'string', 'text'];
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const FIELDS: Readonly<Record<Step['do'], Readonly<Record<string, Field>>>> = {
  send: {
    topic: TEXT,
    partition: [isWhole, 'the number of a partition', 'optional'],
    key: [TEXT[0], TEXT[1], 'optional'],
    value: TEXT,
    awaited: [(value) => typeof value === 'boolean', 'true or false', 'optional'],
  },
  sleep: { forMs: [isWhole, 'a whole number of ms, 0 or more'] },
  flush: {},
};

function checkStep(step: unknown, path: string): void {
  if (!isObject(step)) throw new CaseError(path, 'a step', step);
  const { do: verb, ...values } = step;
  if (typeof verb !== 'string' || !Object.hasOwn(FIELDS, verb)) {
    throw new CaseError(`${path}.do`, `one of ${Object.keys(FIELDS).join(', ')}`, verb);
  }
  const fields = FIELDS[verb as Step['do']];
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) {
    throw CaseError.unknownField(path, `'${verb}'`, unknown, Object.keys(fields), values[unknown]);
  }
  for (const [name, [accepts, expected, isOptional]] of Object.entries(fields)) {
    if (values[name] === undefined && isOptional !== undefined) continue;
    if (!accepts(values[name])) throw new CaseError(`${path}.${name}`, expected, values[name]);
  }
}
