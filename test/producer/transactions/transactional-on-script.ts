/**
 * A transactional producer on a scripted host: `tx1`, coordinated by node 0, whose answers come at once and without an
 * error by default.
 */
import type { ErrorName } from '../../../src/protocol/errors/errors.ts';
import type { ApiName, Request, Response } from '../../../src/protocol/messages.ts';
import { afterMacrotask } from '../../../src/simulation/run/event-loop.ts';
import type { Answer } from '../../client/network/scripted-host.ts';
import { describeError, ProducerOnScript, type Script } from '../producer-on-script.ts';

export interface TransactionalScript extends Script {
  /** Default: `tx1`. */
  readonly transactionalId?: null;
  /** The brokers' error for the nth request of an API, counted from 1; NONE by default. `null`: no answer. */
  readonly refusals?: Partial<Record<ApiName, Readonly<Record<number, ErrorName | null>>>>;
  /** The newest versions that the brokers support, by API; Kafka 3.6's by default. */
  readonly versions?: Partial<Record<ApiName, number>>;
}

const VERSIONS: Partial<Record<ApiName, number>> = {
  ApiVersions: 3,
  Metadata: 12,
  Produce: 9,
  InitProducerId: 4,
  FindCoordinator: 4,
  AddPartitionsToTxn: 4,
  AddOffsetsToTxn: 3,
  TxnOffsetCommit: 3,
  EndTxn: 3,
};
const NODE = { id: 0, host: '10.0.0.1', port: 9092, rack: 'r1' };
const SILENT: readonly ApiName[] = ['ApiVersions', 'Metadata', 'Produce'];

export class TransactionalOnScript extends ProducerOnScript {
  /** The transactional requests in order of arrival: `<ms> <request>`. */
  readonly requests: string[];
  /** `<call> -> done`, or the error, in the order in which the calls ended. */
  readonly calls: string[] = [];
  /** The states of the producer, in order. */
  readonly states: string[] = [];

  constructor({ refusals = {}, versions = {}, transactionalId, ...script }: TransactionalScript = {}) {
    const requests: string[] = [];
    const counts = new Map<ApiName, number>();
    const answer = (request: Request): Answer | undefined => {
      const nth = (counts.get(request.api) ?? 0) + 1;
      counts.set(request.api, nth);
      if (!SILENT.includes(request.api)) requests.push(`${this.nowMs} ${describeRequest(request)}`);
      const error = refusals[request.api]?.[nth];
      if (error === null) return null;
      const scripted = script.other?.(request);
      return scripted ?? answerTo(request, error ?? 'NONE', { ...VERSIONS, ...versions }, counts);
    };
    const id = transactionalId === null ? {} : { 'transactional.id': 'tx1' };
    super({ ...script, config: { ...id, ...script.config }, other: answer });
    this.requests = requests;
    this.producer.events.on('stateChanged', (_, target) => this.states.push(target));
  }

  /** Makes a call; its outcome becomes a line of `calls`. */
  call(name: string, call: () => Promise<void> | void): this {
    try {
      const promise = call();
      promise?.then(
        () => this.calls.push(`${name} -> done`),
        (error: unknown) => this.calls.push(`${name} -> ${describeError(error as Error)}`),
      );
      if (promise === undefined) this.calls.push(`${name} -> done`);
    } catch (error) {
      this.calls.push(`${name} -> ${describeError(error as Error)}`);
    }
    return this;
  }

  init(): this {
    return this.call('init', () => this.producer.initTransactions());
  }

  begin(): this {
    return this.call('begin', () => this.producer.beginTransaction());
  }

  sendOffsets(group: Parameters<ProducerOnScript['producer']['sendOffsetsToTransaction']>[1] = 'g'): this {
    return this.call('sendOffsets', () => this.producer.sendOffsetsToTransaction({ 'in-0': 42 }, group));
  }

  commit(): this {
    return this.call('commit', () => this.producer.commitTransaction());
  }

  abort(): this {
    return this.call('abort', () => this.producer.abortTransaction());
  }

  /** Runs the simulation, and lets promises settle. */
  async until(ms: number): Promise<this> {
    this.runUntil(ms);
    await new Promise<void>((resolve) => afterMacrotask(resolve));
    return this;
  }

  /** Initializes the producer and begins a transaction; returns at 200 ms. */
  async inTransaction(): Promise<this> {
    await this.init().until(199);
    await this.begin().until(200);
    this.calls.length = 0;
    this.requests.length = 0;
    this.states.length = 0;
    return this;
  }

  /** The log lines of this class, without the client's prefix. */
  logged(javaClass: string): string[] {
    return this.clientHost.logs
      .filter(({ logger, level }) => level !== 'DEBUG' && logger.endsWith(`.${javaClass}`))
      .map(({ message }) => message.replace(/^\[.*?\] /, ''));
  }
}

function describeRequest(request: Request): string {
  switch (request.api) {
    case 'FindCoordinator':
      return `FindCoordinator ${request.keyType} ${request.key}`;
    case 'InitProducerId':
      return `InitProducerId from ${request.producerId}/${request.producerEpoch}`;
    case 'AddPartitionsToTxn':
    case 'TxnOffsetCommit':
      return `${request.api} ${request.partitions.map(({ topic, partition }) => `${topic}-${partition}`).join(' ')}`;
    case 'AddOffsetsToTxn':
      return `AddOffsetsToTxn ${request.groupId}`;
    case 'EndTxn':
      return `EndTxn ${request.committed ? 'commit' : 'abort'} ${request.producerId}/${request.producerEpoch}`;
    default:
      return request.api;
  }
}

function answerTo(
  request: Request,
  error: ErrorName,
  versions: Partial<Record<ApiName, number>>,
  counts: ReadonlyMap<ApiName, number>,
): Answer | undefined {
  const response = responseTo(request, error, versions, counts);
  return response === undefined ? undefined : { response };
}

function responseTo(
  request: Request,
  error: ErrorName,
  versions: Partial<Record<ApiName, number>>,
  counts: ReadonlyMap<ApiName, number>,
): Response | undefined {
  const throttleTimeMs = 0;
  switch (request.api) {
    case 'ApiVersions': {
      const apiVersions = Object.entries(versions).map(([api, maxVersion]) => ({
        api: api as ApiName,
        minVersion: 0,
        maxVersion,
      }));
      return { api: 'ApiVersions', error: 'NONE', throttleTimeMs, apiVersions };
    }
    case 'FindCoordinator':
      return { api: request.api, throttleTimeMs, error, errorMessage: null, node: error === 'NONE' ? NODE : null };
    case 'InitProducerId': {
      const producerEpoch =
        request.producerId === -1 ? (counts.get('InitProducerId') ?? 1) - 1 : request.producerEpoch + 1;
      return { api: request.api, throttleTimeMs, error, producerId: 1000, producerEpoch };
    }
    case 'AddPartitionsToTxn':
    case 'TxnOffsetCommit': {
      const partitions = request.partitions.map(({ topic, partition }) => ({ topic, partition, error }));
      return { api: request.api, throttleTimeMs, partitions };
    }
    case 'AddOffsetsToTxn':
      return { api: request.api, throttleTimeMs, error };
    case 'EndTxn':
      return { api: request.api, throttleTimeMs, error };
    default:
      return undefined;
  }
}
