/**
 * A whole KafkaProducer on a scripted host, for tests of its visible behaviour: the requests it sent, and the outcome of
 * each record. There are two brokers and a topic `t`; every request succeeds after 5 ms by default.
 */

import { javaClassOf } from '../../src/client/host/logging.ts';
import { StringSerializer } from '../../src/client/serialization/string-serializer.ts';
import type { ClientVersion } from '../../src/client/versions/client-version.ts';
import { V3_6_1 } from '../../src/client/versions/v3_6_1.ts';
import { KafkaProducer } from '../../src/producer/kafka-producer.ts';
import type { RecordMetadata } from '../../src/producer/record/record-metadata.ts';
import type { Callback } from '../../src/producer/result/callback.ts';
import type { RecordFuture } from '../../src/producer/result/record-future.ts';
import type { ErrorName } from '../../src/protocol/errors/errors.ts';
import type { ProducePartitionResponse, ProduceRequest, Request } from '../../src/protocol/messages.ts';
import { broker, metadataResponse, topic } from '../client/network/scripted-broker.ts';
import { type Answer, ScriptedHost, START_MS } from '../client/network/scripted-host.ts';

export const PRODUCE_MS = 5;

/** An error for every partition of the request, or the whole answer. */
type ProduceScript = (nth: number, request: ProduceRequest) => ErrorName | Answer | undefined;

export interface Script {
  /** Default: 3.6.1. */
  readonly version?: ClientVersion;
  /** The configuration, besides bootstrap.servers and the serializers. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The node that leads each partition of `t`; -1 is none. Default: node 0 leads both. */
  readonly leaders?: readonly number[];
  /** The brokers' error for the nth produce request of all, counted from 1; undefined: success. */
  readonly produce?: ProduceScript;
  /** Their answer to any other request; undefined: the default answer. */
  readonly other?: (request: Request) => Answer | undefined;
}

export interface SentBatch {
  readonly atMs: number;
  /** The ordinal of the batch's request. */
  readonly nth: number;
  readonly place: string;
  readonly values: readonly unknown[];
  readonly baseSequence: number;
  readonly producerEpoch: number;
}

export interface SendOptions {
  readonly topic?: string;
  readonly partition?: number | null;
  readonly key?: string;
  readonly timestampMs?: number;
  readonly callback?: Callback;
}

export class ProducerOnScript {
  readonly clientHost: ScriptedHost = new ScriptedHost();
  readonly producer: KafkaProducer<string, string>;
  /** Every batch that reached a broker, in order. */
  readonly sent: SentBatch[] = [];
  /** `<ms> <value> -> <partition>@<offset>`, or the error; one line for each callback. */
  readonly outcomes: string[] = [];
  leaders: readonly number[];
  leaderEpoch = 0;
  private readonly script: Script;
  private readonly endOffsets = new Map<string, number>();
  private produceCount = 0;

  constructor(script: Script = {}) {
    this.script = script;
    this.leaders = script.leaders ?? [0, 0];
    for (const host of ['10.0.0.1', '10.0.0.2'])
      this.clientHost.brokers.set(
        `${host}:9092`,
        broker((r) => this.answer(r)),
      );
    const config = new Map<string, unknown>([['bootstrap.servers', '10.0.0.1:9092']]);
    for (const [key, value] of Object.entries(script.config ?? {})) config.set(key, value);
    const serializers = { key: new StringSerializer(), value: new StringSerializer() };
    this.producer = new KafkaProducer(config, this.clientHost, {
      version: script.version ?? V3_6_1,
      clientNumber: 1,
      ...serializers,
    });
  }

  /** Milliseconds since the start. */
  get nowMs(): number {
    return this.clientHost.now() - START_MS;
  }

  /** Connects, and gets metadata and a producer id: from here on, only produce requests are sent. */
  warmUp(): this {
    void this.producer.partitionsFor('t');
    this.clientHost.runUntil(this.nowMs);
    return this;
  }

  /** Sends to partition 0 of `t` by default; the outcome becomes a line of `outcomes`. */
  send(value: string, options: SendOptions = {}): RecordFuture {
    const { topic: to = 't', partition = 0, key, timestampMs, callback } = options;
    const record = { topic: to, partition, value, ...(key !== undefined && { key }), timestampMs: timestampMs ?? null };
    return this.producer.send(record, callback ?? ((metadata, error) => this.note(value, metadata, error)));
  }

  runUntil(ms: number): this {
    this.clientHost.runUntil(ms);
    return this;
  }

  /** The log lines at WARN and above, without the client's prefix. */
  get warnings(): string[] {
    return this.clientHost.logs
      .filter(({ level }) => level === 'WARN' || level === 'ERROR')
      .map(({ level, message }) => `${level} ${message.replace('[Producer clientId=producer-1] ', '')}`);
  }

  private note(value: string, metadata: RecordMetadata, error: Error | null): void {
    const end = error === null ? `${metadata.partition()}@${metadata.offset()}` : describeError(error);
    this.outcomes.push(`${this.nowMs} ${value} -> ${end}`);
  }

  private answer(request: Request): Answer | undefined {
    if (request.api === 'Produce') return this.answerProduce(request);
    const answer = this.script.other?.(request);
    if (answer !== undefined) return answer;
    if (request.api === 'Metadata') {
      return {
        response: metadataResponse((request.topics ?? []).map((name) => topic(name, this.leaders, this.leaderEpoch))),
      };
    }
    if (request.api === 'InitProducerId') {
      return {
        response: { api: 'InitProducerId', throttleTimeMs: 0, error: 'NONE', producerId: 1000, producerEpoch: 0 },
      };
    }
    return undefined;
  }

  private answerProduce(request: ProduceRequest): Answer {
    const nth = ++this.produceCount;
    for (const { topic: name, partition, batch } of request.partitions) {
      const { values, baseSequence, producerEpoch } = batch;
      const place = `${name}-${partition}`;
      this.sent.push({ atMs: this.nowMs, nth, place, values: [...values], baseSequence, producerEpoch });
    }
    const scripted = this.script.produce?.(nth, request);
    if (scripted === null || typeof scripted === 'object') return scripted;
    return produced(request.partitions.map((part) => this.partitionAnswer(part, scripted ?? 'NONE')));
  }

  private partitionAnswer(part: ProduceRequest['partitions'][number], error: ErrorName): ProducePartitionResponse {
    if (error !== 'NONE') return refusal(part, error);
    const place = `${part.topic}-${part.partition}`;
    const baseOffset = this.endOffsets.get(place) ?? 0;
    this.endOffsets.set(place, baseOffset + part.batch.recordCount);
    return { ...refusal(part, 'NONE'), baseOffset, logStartOffset: 0 };
  }
}

/** A produce response. */
export function produced(
  partitions: readonly ProducePartitionResponse[],
  delayMs: number = PRODUCE_MS,
  throttleTimeMs: number = 0,
): Answer {
  return { response: { api: 'Produce', throttleTimeMs, partitions }, delayMs };
}

export function refusal(
  { topic: name, partition }: { readonly topic: string; readonly partition: number },
  error: ErrorName,
  more: Partial<ProducePartitionResponse> = {},
): ProducePartitionResponse {
  return {
    topic: name,
    partition,
    error,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: [],
    errorMessage: null,
    ...more,
  };
}

export function describeError(error: Error): string {
  return `${javaClassOf(error).split('.').at(-1)}: ${error.message}`;
}

/** The batches of `sent`, abbreviated: `<ms> t-0 a,b`. */
export function shortly(sent: readonly SentBatch[]): string[] {
  return sent.map(({ atMs, place, values }) => `${atMs} ${place} ${values.join(',')}`);
}
