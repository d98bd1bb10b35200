/**
 * Notices what a producer does: the calls of the program and what they wait for, its records, its batches, and its requests in flight.
 *
 * The calls are noticed by wrapping the methods of the producer. A wrapper returns the very promise that the method has returned, so the
 * program goes on in the same order as without it.
 */
import type { BatchView, Callback, RecordFuture, RecordMetadata } from '../../../src/producer/index.ts';
import type { KafkaProducer } from '../../../src/producer/kafka-producer.ts';
import type { BatchEntry, RecordEntry } from '../../../src/simulation/checking/record-log.ts';
import type { RecordedProducer } from '../../../src/simulation/checking/recorded-producer.ts';
import type { Trial } from '../../../src/simulation/checking/trial.ts';
import type { ClientPart, Slot } from '../history/step.ts';
import { BatchParts } from './batch-parts.ts';
import { labelOf } from './record-label.ts';
import { RecordParts } from './record-parts.ts';
import type { Recorder } from './recorder.ts';

/** Calls that the program can wait for. */
const WAITING_CALLS = [
  'flush',
  'close',
  'initTransactions',
  'commitTransaction',
  'abortTransaction',
  'sendOffsetsToTransaction',
  'partitionsFor',
] as const;
/** So many records that join an open batch have a step each; later ones share one. */
const SINGLE_STEPS = 6;

/** What the tap reads of a producer's inside. */
interface Inside {
  readonly config: { readonly maxInFlightRequestsPerConnection: number; readonly batchSize: number };
  readonly parts: { readonly client: { readonly inFlightRequests: { readonly queues: Queues } } };
}
interface Queues {
  keys(): string[];
  get(nodeId: string): { readonly length: number; at(index: number): InFlight | undefined } | undefined;
}
interface InFlight {
  readonly request: { readonly request: { readonly api: string } };
}

export class ProducerTap {
  readonly name: string;
  private readonly recorder: Recorder;
  private readonly inside: Inside;
  private readonly settings: readonly string[];
  private readonly records: RecordParts;
  private readonly batches: BatchParts;
  private readonly log: { readonly sends: readonly RecordEntry[] };
  private part: ClientPart | null = null;
  /** The calls that the program waits for, oldest first. */
  private waits: { readonly call: string; readonly sinceMs: number }[] = [];
  private isClosed = false;

  constructor(producer: KafkaProducer, name: string, trial: Trial, recorder: Recorder, settings: readonly string[]) {
    this.name = name;
    this.recorder = recorder;
    this.settings = settings;
    this.inside = producer as unknown as Inside;
    this.log = (producer as RecordedProducer<unknown, unknown>).recorder;
    this.records = new RecordParts(name, recorder);
    this.batches = new BatchParts(
      name,
      this.inside.config.batchSize,
      recorder,
      (batch) => trial.batchOf(batch.values) as BatchEntry | undefined,
    );
    this.wrapSend(producer);
    this.wrapCalls(producer);
    this.listen(producer);
    recorder.watch(() => this.report());
  }

  // --- The program's calls ---------------------------------------------------------------------------------------------

  private wrapSend(producer: KafkaProducer): void {
    const send = producer.send.bind(producer);
    producer.send = (record, callback) => {
      const number = this.log.sends.length + 1;
      const label = shortText(record, number);
      this.records.calls(number, label, typeof callback === 'function' ? 'callback' : 'ignored');
      const mayShow = this.records.isShown(number);
      if (mayShow)
        this.step('send', { label, record: number, way: typeof callback === 'function' ? 'callback' : 'ignored' });
      const future = send(record, this.wrapCallback(callback, number));
      const entry = this.log.sends[number - 1];
      if (entry?.batch !== null && entry !== undefined) this.joined(entry);
      this.wrapFuture(future, number);
      return future;
    };
  }

  /** The record is in a batch. The trace has a line only for the one that opens it. */
  private joined(entry: RecordEntry): void {
    const { row, number } = entry;
    const batch = entry.batch as BatchEntry;
    this.batches.grown(batch);
    this.records.appended(entry);
    if (row === 0) return;
    const label = labelOf(entry);
    const facts = { batch: batch.name, count: row + 1 };
    if (this.records.isShown(number) && row < SINGLE_STEPS) this.step('joins', { label, record: number, ...facts });
    else if (!this.recorder.amend('join', { batch: batch.name, records: row + 1 }))
      this.step('join', { batch: batch.name, records: row + 1 });
  }

  private wrapCallback(callback: Callback | null | undefined, number: number): Callback | null | undefined {
    if (typeof callback !== 'function') return callback;
    return (metadata: RecordMetadata, error: Error | null) => {
      this.records.learned(number);
      if (this.records.isShown(number))
        this.step('callback called', { ...this.fact(number), result: error === null ? `${metadata}` : error.name });
      return (callback as (metadata: RecordMetadata, error: Error | null) => void)(metadata, error);
    };
  }

  private wrapFuture(future: RecordFuture, number: number): void {
    const get = future.get.bind(future);
    const then = future.then.bind(future);
    future.get = (...timeout) => {
      const promise = get(...timeout);
      this.awaited(promise, number);
      return promise;
    };
    // `await future` calls this method.
    /* oxlint-disable unicorn/no-thenable */
    // biome-ignore lint/suspicious/noThenProperty: see above
    future.then = (onDone, onFailed) => {
      this.awaited(get(), number);
      return then(onDone, onFailed);
    };
  }

  private awaited(promise: Promise<RecordMetadata>, number: number): void {
    this.records.looked(number, 'get');
    const isShown = this.records.isShown(number);
    const label = this.fact(number).label;
    if (isShown) this.step('get waits', { ...this.fact(number) });
    const wait = this.waitsFor(`get() of ${label}`);
    const end = (event: string, result: string): void => {
      this.waits = this.waits.filter((one) => one !== wait);
      this.records.learned(number);
      if (isShown) this.step(event, { ...this.fact(number), result });
    };
    promise.then(
      (metadata) => end('get returns', `${metadata}`),
      (error: Error) => end('get throws', error.name),
    );
  }

  private wrapCalls(producer: KafkaProducer): void {
    const methods = producer as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const name of WAITING_CALLS) {
      const method = methods[name]?.bind(producer);
      if (method === undefined) continue;
      methods[name] = (...args) => {
        this.step('call waits', { call: `${name}()` });
        const wait = this.waitsFor(`${name}()`);
        const result = method(...args);
        const end = (event: string, thrown?: string): void => {
          this.waits = this.waits.filter((one) => one !== wait);
          if (name === 'close') this.isClosed = true;
          this.step(event, { call: `${name}()`, result: thrown });
        };
        if (result instanceof Promise)
          result.then(
            () => end('call returns'),
            (error: Error) => end('call throws', error.name),
          );
        else end('call returns');
        return result;
      };
    }
  }

  private waitsFor(call: string): { readonly call: string; readonly sinceMs: number } {
    const wait = { call, sinceMs: this.recorder.nowMs };
    this.waits.push(wait);
    return wait;
  }

  // --- Inside the producer ---------------------------------------------------------------------------------------------

  /** Records whose outcome is still to come. */
  get underWay(): number {
    const { sent, acknowledged, failed, unknown } = this.records.counts;
    return sent - acknowledged - failed - unknown;
  }

  shows(number: number): boolean {
    return this.records.isShown(number);
  }

  labelOf(number: number): string {
    return this.records.labelOf(number);
  }

  /** The trace of the producer has a new entry about a record: a send() that has waited is over. */
  traced(event: string, number: number): void {
    const entry = this.log.sends[number - 1];
    if (entry === undefined) return;
    if (event === 'record appended' && entry.batch !== null) {
      this.batches.grown(entry.batch);
      this.records.appended(entry);
    } else if (event === 'send failed') this.records.refused(entry);
  }

  private listen({ events }: KafkaProducer): void {
    const { records, batches } = this;
    events.on('batchCreated', (batch) => batches.created(batch));
    events.on('batchSent', (batch) => records.sent(batches.sent(batch)));
    events.on('batchRetried', (batch) => records.putBack(batches.putBack(batch)));
    events.on('batchCompleted', (batch, error) => records.completed(batches.completed(batch, error), batch, error));
    events.on('batchSplit', (batch: BatchView, parts: readonly BatchView[]) => batches.split(batch, parts));
    events.on('closed', () => {
      this.isClosed = true;
    });
  }

  private report(): void {
    this.batches.report();
    this.records.report();
    const part = this.present();
    if (this.part !== null && isSame(this.part, part)) return;
    this.part = part;
    this.recorder.change(`client ${this.name}`, part);
  }

  private present(): ClientPart {
    const wait = this.records.blocked() ?? this.waits[0] ?? null;
    return {
      kind: 'client',
      name: this.name,
      role: 'producer',
      waitsFor: wait?.call ?? null,
      waitsSinceMs: wait?.sinceMs ?? 0,
      slots: this.slots(),
      maxInFlight: this.inside.config.maxInFlightRequestsPerConnection,
      counts: this.records.counts,
      isClosed: this.isClosed,
      settings: this.settings,
    };
  }

  private slots(): readonly Slot[] {
    const { queues } = this.inside.parts.client.inFlightRequests;
    return queues.keys().flatMap((nodeId) => {
      const queue = queues.get(nodeId);
      const broker = Math.abs(Number(nodeId));
      return Array.from({ length: queue?.length ?? 0 }, (_, i) => ({ broker, api: apiOf(queue?.at(i)) }));
    });
  }

  private fact(number: number): { readonly label: string; readonly record: number } {
    return { label: this.records.labelOf(number), record: number };
  }

  private step(event: string, facts: Record<string, string | number | undefined>): void {
    this.recorder.step(this.name, event, facts);
  }
}

function apiOf(entry: InFlight | undefined): string {
  return entry?.request.request.api ?? '';
}

function shortText(record: unknown, number: number): string {
  const value = (record as { readonly value?: unknown } | null)?.value;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : `record ${number}`;
  return text.length > 14 ? `${text.slice(0, 13)}…` : text;
}

function isSame(a: ClientPart, b: ClientPart): boolean {
  return (
    a.waitsFor === b.waitsFor &&
    a.isClosed === b.isClosed &&
    a.counts === b.counts &&
    a.slots.length === b.slots.length &&
    a.slots.every(({ broker, api }, i) => broker === b.slots[i]?.broker && api === b.slots[i]?.api)
  );
}
