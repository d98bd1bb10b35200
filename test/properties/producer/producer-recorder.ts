/**
 * Records what a producer does on the network: every attempt to send each record, and the connections that are open when it is closed.
 * Records are distinguished by the number at the beginning of their value.
 */
import type { KafkaProducer } from '../../../src/index.ts';
import type { ApiName, MetadataResponse, ProduceRequest } from '../../../src/protocol/messages.ts';
import { payloadText } from '../../../src/protocol/records/payload.ts';
import type { RecordBatch } from '../../../src/protocol/records/record-batch.ts';

/** One Produce request that contained a record. */
export interface Attempt {
  readonly atMs: number;
  /** When its response was read; -1: it was not, or not yet. */
  answeredMs: number;
  error: string | null;
  readonly connectionId: string;
  readonly partition: number;
  readonly batch: RecordBatch;
}

export class ProducerRecorder {
  /** By the record's number, in the order in which they were sent. */
  readonly attempts: Map<number, Attempt[]> = new Map();
  /** When the producer first had a producer id; -1: never. */
  firstProducerIdMs = -1;
  /** By partition: its leaders in the order in which the producer learned of them. */
  readonly leaders: Map<number, number[]> = new Map();
  /** Transactional requests and responses, and new connections, which may be for such a request; in order of time. */
  readonly transactionalSteps: { readonly atMs: number; readonly isConnecting: boolean }[] = [];
  /** When the producer's I/O thread ended; -1: it has not. */
  closedMs = -1;
  requestsAfterClose = 0;
  private readonly now: () => number;
  private readonly open = new Set<string>();
  private readonly inFlight = new Map<string, Attempt[]>();

  constructor(producer: KafkaProducer<string, string>, now: () => number) {
    this.now = now;
    const { events } = producer;
    events.on('connecting', (connectionId) => {
      this.open.add(connectionId);
      this.transactionalSteps.push({ atMs: now(), isConnecting: true });
    });
    events.on('disconnected', (connectionId) => void this.open.delete(connectionId));
    events.on('closed', () => {
      this.closedMs = now();
    });
    events.on('stateChanged', (_source, target) => {
      if (target === 'READY' && this.firstProducerIdMs === -1) this.firstProducerIdMs = now();
    });
    events.on('requestWritten', (connectionId, { correlationId, request, expectResponse }) => {
      if (this.closedMs !== -1) this.requestsAfterClose++;
      if (isTransactional(request)) this.transactionalSteps.push({ atMs: now(), isConnecting: false });
      if (request.api !== 'Produce') return;
      const attempts = this.recordAttempts(connectionId, request);
      if (expectResponse) this.inFlight.set(`${connectionId}:${correlationId}`, attempts);
    });
    events.on('responseRead', (connectionId, { correlationId, response }) => {
      if (isTransactional(response)) this.transactionalSteps.push({ atMs: now(), isConnecting: false });
      if (response.api === 'Metadata') this.recordLeaders(response);
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

  attemptsOf(number: number): readonly Attempt[] {
    return this.attempts.get(number) ?? [];
  }

  private recordLeaders({ topics }: MetadataResponse): void {
    for (const { partition, leader } of topics.flatMap(({ partitions }) => partitions)) {
      const known = this.leaders.get(partition);
      if (leader < 0) continue;
      if (known === undefined) this.leaders.set(partition, [leader]);
      else if (known.at(-1) !== leader) known.push(leader);
    }
  }

  private recordAttempts(connectionId: string, { partitions }: ProduceRequest): Attempt[] {
    return partitions.map(({ partition, batch }) => {
      const one: Attempt = { atMs: this.now(), answeredMs: -1, error: null, connectionId, partition, batch };
      for (const value of batch.values) {
        const number = Number.parseInt(payloadText(value) ?? '', 10);
        const known = this.attempts.get(number);
        if (known === undefined) this.attempts.set(number, [one]);
        else known.push(one);
      }
      return one;
    });
  }
}

function isTransactional({ api }: { readonly api: ApiName }): boolean {
  return api === 'FindCoordinator' || api === 'InitProducerId' || api === 'AddPartitionsToTxn' || api === 'EndTxn';
}
