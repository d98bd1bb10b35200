/**
 * The records that a scenario sends: their ids, contents and callbacks, and the `futures` of the trace. Waiting for a send() that blocks
 * is in operations.ts.
 */
import type { KafkaProducer, ProducerRecordLike, RecordFuture, RecordMetadata } from '../../../src/producer/index.ts';
import type { ApplicationOperation, Scenario } from './scenario.ts';
import type { TraceFuture, TraceRecorder } from './trace.ts';
import { JavaRuntimeException, traceError } from './trace-errors.ts';

type Bytes = Uint8Array | null;

/** One call of send() and its record. */
export class Send {
  readonly id: string;
  readonly record: ProducerRecordLike<Bytes, Bytes>;
  /** `null` while send() has not returned. */
  future: RecordFuture | null = null;
  /** The future of a send() that may not have returned, as far as Java is concerned. */
  calling: RecordFuture | null = null;
  thrown: Error | null = null;

  constructor(id: string, record: ProducerRecordLike<Bytes, Bytes>) {
    this.id = id;
    this.record = record;
  }

  /** Whether send() has thrown or the future is completed. */
  get isOver(): boolean {
    return this.thrown !== null || this.future?.isDone() === true;
  }
}

export class Sends {
  private readonly trace: TraceRecorder;
  private readonly byId = new Map<string, Send>();
  /** The sends that were not over when areOver() last checked them. */
  private readonly open = new Set<Send>();

  constructor(trace: TraceRecorder) {
    this.trace = trace;
  }

  /** Starts the send of record `index` of an operation. It replaces an earlier send with the same id. */
  begin(id: string, operation: ApplicationOperation, index: number): Send {
    const send = new Send(id, recordOf(id, operation, index, this.trace.startMs));
    const replaced = this.byId.get(id);
    if (replaced !== undefined) this.open.delete(replaced);
    this.byId.set(id, send);
    this.open.add(send);
    return send;
  }

  areOver(): boolean {
    for (const send of this.open) {
      if (!send.isOver) return false;
      this.open.delete(send);
    }
    return true;
  }

  /** The results of all sends, in the order in which they started. Called at the end of the run. */
  async futures(): Promise<TraceFuture[]> {
    return await Promise.all(Array.from(this.byId.values(), (send) => this.futureOf(send)));
  }

  metadataFields(metadata: RecordMetadata): Readonly<Record<string, unknown>> {
    return {
      topic: metadata.topic(),
      partition: metadata.partition(),
      offset: metadata.offset(),
      hasOffset: metadata.hasOffset(),
      hasTimestamp: metadata.hasTimestamp(),
      timestampRel: metadata.hasTimestamp() ? metadata.timestamp() - this.trace.startMs : metadata.timestamp(),
      keySize: metadata.serializedKeySize(),
      valueSize: metadata.serializedValueSize(),
    };
  }

  private async futureOf({ id, thrown, future }: Send): Promise<TraceFuture> {
    if (thrown !== null) return { id, state: 'threw', error: traceError(thrown) };
    if (future === null) return { id, state: 'blockedInSend' };
    if (!future.isDone()) return { id, state: 'pending' };
    try {
      return { id, state: 'ok', ...this.metadataFields(await future.get()) };
    } catch (error) {
      return { id, state: 'failed', error: traceError(error) };
    }
  }
}

export interface CallbackContext {
  readonly trace: TraceRecorder;
  readonly sends: Sends;
  /** Runs operations inside a callback, on the callback's thread. */
  readonly runInside: (operations: readonly ApplicationOperation[], id: string) => void;
  readonly producer: ScenarioProducer;
}

export function callbackOf(
  send: Send,
  { throwInCallback, onCallback }: ApplicationOperation,
  { trace, sends, runInside, producer }: CallbackContext,
): (metadata: RecordMetadata, error: Error | null) => void {
  const { id } = send;
  return (metadata, error) => {
    const where = { topic: metadata.topic(), partition: metadata.partition(), offset: metadata.offset() };
    trace.record('callback', {
      id,
      ...(error === null ? sends.metadataFields(metadata) : { ...where, error: traceError(error) }),
      thread: producer.parts.ioThread.isCurrent ? 'io' : 'app',
      futureDone: send.future?.isDone() ?? false,
    });
    if (onCallback !== undefined) runInside(onCallback, id);
    if (throwInCallback === true) throw new JavaRuntimeException(`callback failure of ${id}`);
  };
}

/** The ids of a step's records, by step. A record without an id is named after its number among all records. */
export function idsOfSteps(steps: Scenario['steps']): ReadonlyMap<number, readonly string[]> {
  let next = 0;
  const ids = new Map<number, readonly string[]>();
  for (const [index, step] of steps.entries()) {
    if (step.op !== 'send') continue;
    const { count = 1, id } = step;
    const numbers = Array.from({ length: count }, (_, i) => next + i);
    next += count;
    ids.set(index, id === undefined ? numbers.map((number) => `r${number}`) : givenIds(id, count));
  }
  return ids;
}

function givenIds(id: string, count: number): string[] {
  return count === 1 ? [id] : Array.from({ length: count }, (_, i) => `${id}-${i}`);
}

const encoder = new TextEncoder();

function bytes(text: string | null): Bytes {
  return text === null ? null : encoder.encode(text);
}

function recordOf(
  id: string,
  operation: ApplicationOperation,
  index: number,
  startMs: number,
): ProducerRecordLike<Bytes, Bytes> {
  const { topic = '', partition, partitions, key, keys, timestamp, timestampRel, headers } = operation;
  const at = <T>(list: readonly T[] | undefined): T | undefined => list?.[index % list.length];
  return {
    topic,
    partition: at(partitions) ?? partition ?? null,
    key: bytes((keys === undefined ? key : at(keys)) ?? null),
    value: bytes(valueText(id, operation, index)),
    timestampMs: timestamp ?? (timestampRel === undefined ? null : startMs + timestampRel),
    headers: headers?.map(([name, value]) => ({ key: name, value: bytes(value) })),
  } as ProducerRecordLike<Bytes, Bytes>;
}

function valueText(id: string, { value, values, valueSize }: ApplicationOperation, index: number): string | null {
  if (valueSize !== undefined) return id.padEnd(valueSize, '.').slice(0, valueSize);
  if (values !== undefined) return values[index % values.length] ?? null;
  return value === undefined ? id : value;
}

export type ScenarioProducer = KafkaProducer<Bytes, Bytes>;
