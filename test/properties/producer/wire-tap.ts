/**
 * What a producer put on the wire: every try of every record, and what was still open when it ended.
 *
 * Owns: telling records apart by the number their value begins with.
 * Refuses to know: whether any of it is right.
 */
import type { KafkaProducer } from '../../../src/index.ts';
import type { ApiName, MetadataResponse, ProduceRequest } from '../../../src/protocol/messages.ts';
import { payloadText } from '../../../src/protocol/records/payload.ts';
import type { RecordBatch } from '../../../src/protocol/records/record-batch.ts';

/** One time that a record went out. */
export interface Try {
  readonly atMs: number;
  /** Its answer has been read. -1: none, or a connection that broke. */
  answeredMs: number;
  error: string | null;
  readonly connectionId: string;
  readonly partition: number;
  readonly batch: RecordBatch;
}

export class WireTap {
  /** By the record's number, in order of time. */
  readonly tries: Map<number, Try[]> = new Map();
  /** When the producer first had a producer id; -1: never. */
  identifiedMs = -1;
  /** By partition: the brokers it was heard to be led by, each when it took over, in order. */
  readonly leaders: Map<number, number[]> = new Map();
  /** What it did for a transaction's sake: began to connect, perhaps for that; asked; heard. In order. */
  readonly transactionalSteps: { readonly atMs: number; readonly isConnecting: boolean }[] = [];
  endedMs = -1;
  requestsAfterEnd = 0;
  private readonly now: () => number;
  private readonly open = new Set<string>();
  private readonly inFlight = new Map<string, Try[]>();

  constructor(producer: KafkaProducer<string, string>, now: () => number) {
    this.now = now;
    const { events } = producer;
    events.on('connecting', (connectionId) => {
      this.open.add(connectionId);
      this.transactionalSteps.push({ atMs: now(), isConnecting: true });
    });
    events.on('disconnected', (connectionId) => void this.open.delete(connectionId));
    events.on('closed', () => {
      this.endedMs = now();
    });
    events.on('stateChanged', (_source, target) => {
      if (target === 'READY' && this.identifiedMs === -1) this.identifiedMs = now();
    });
    events.on('requestWritten', (connectionId, { correlationId, request, expectResponse }) => {
      if (this.endedMs !== -1) this.requestsAfterEnd++;
      if (isTransactional(request)) this.transactionalSteps.push({ atMs: now(), isConnecting: false });
      if (request.api !== 'Produce') return;
      const tries = this.note(connectionId, request);
      if (expectResponse) this.inFlight.set(`${connectionId}:${correlationId}`, tries);
    });
    events.on('responseRead', (connectionId, { correlationId, response }) => {
      if (isTransactional(response)) this.transactionalSteps.push({ atMs: now(), isConnecting: false });
      if (response.api === 'Metadata') this.hearOfLeaders(response);
      if (response.api !== 'Produce') return;
      for (const one of this.inFlight.get(`${connectionId}:${correlationId}`) ?? []) {
        one.answeredMs = now();
        one.error = response.partitions.find(({ partition }) => partition === one.partition)?.error ?? null;
      }
    });
  }

  get openConnections(): readonly string[] {
    return Array.from(this.open);
  }

  of(number: number): readonly Try[] {
    return this.tries.get(number) ?? [];
  }

  private hearOfLeaders({ topics }: MetadataResponse): void {
    for (const { partition, leader } of topics.flatMap(({ partitions }) => partitions)) {
      const known = this.leaders.get(partition);
      if (leader < 0) continue;
      if (known === undefined) this.leaders.set(partition, [leader]);
      else if (known.at(-1) !== leader) known.push(leader);
    }
  }

  private note(connectionId: string, { partitions }: ProduceRequest): Try[] {
    return partitions.map(({ partition, batch }) => {
      const one: Try = { atMs: this.now(), answeredMs: -1, error: null, connectionId, partition, batch };
      for (const value of batch.values) {
        const number = Number.parseInt(payloadText(value) ?? '', 10);
        const known = this.tries.get(number);
        if (known === undefined) this.tries.set(number, [one]);
        else known.push(one);
      }
      return one;
    });
  }
}

function isTransactional({ api }: { readonly api: ApiName }): boolean {
  return api === 'FindCoordinator' || api === 'InitProducerId' || api === 'AddPartitionsToTxn' || api === 'EndTxn';
}
