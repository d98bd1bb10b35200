/**
 * The requests of a run, each with its response. The trace does not say which response belongs to which request; it follows from their order on a connection.
 */
import { listItems } from '../../protocol/description/facts.ts';
import type { TraceEvent } from '../../simulation/events/simulation-events.ts';
import { actorOf } from './actor.ts';

export interface Exchange {
  /** Its number in the run, from 0. */
  readonly number: number;
  readonly api: string;
  /** The client, or the broker that follows. */
  readonly source: string;
  /** The host or address of the broker that is asked. */
  readonly broker: string;
  readonly request: TraceEvent;
  /** The batches of a producer that the request carries, such as `payments-0#1`. */
  readonly batches: readonly string[];
  /** False for Produce with acks=0. */
  readonly expectsResponse: boolean;
  /** `null`: there is none, or none yet. */
  response: TraceEvent | null;
  /** The end of the connection before the response; `null` otherwise. */
  lost: TraceEvent | null;
  /** Descriptions of the faults that fired on the request. */
  readonly faults: string[];
}

export class Exchanges {
  readonly all: readonly Exchange[];
  private readonly byEntry = new Map<TraceEvent, Exchange>();

  constructor(entries: readonly TraceEvent[]) {
    const pairing = new Pairing(this.byEntry);
    for (const entry of entries) pairing.add(entry);
    this.all = pairing.all;
  }

  /** The exchange of which the entry is the request or the response, or the fault that acted on it. */
  of(entry: TraceEvent): Exchange | undefined {
    return this.byEntry.get(entry);
  }
}

class Pairing {
  readonly all: Exchange[] = [];
  private readonly byEntry: Map<TraceEvent, Exchange>;
  /** By source, broker and API: the requests without a response, oldest first. */
  private readonly waiting = new Map<string, Exchange[]>();
  /** By producer: the batches that it has sent, and whose Produce request is still to come in the trace. */
  private readonly sentBatches = new Map<string, string[]>();

  constructor(byEntry: Map<TraceEvent, Exchange>) {
    this.byEntry = byEntry;
  }

  add(entry: TraceEvent): void {
    const [, api, kind] = /^(\w+) (request|response)$/.exec(entry.event) ?? [];
    if (api !== undefined) this.message(entry, api, kind === 'request');
    else if (entry.event === 'batch sent') {
      const batches = this.sentBatches.get(entry.source);
      if (batches === undefined) this.sentBatches.set(entry.source, [entry.facts.batch]);
      else batches.push(entry.facts.batch);
    } else if (entry.event === 'disconnected' || entry.event === 'closes') {
      for (const [key, exchanges] of this.waiting) {
        if (!key.startsWith(`${actorOf(entry)} ${entry.facts.broker} `)) continue;
        for (const exchange of exchanges) exchange.lost = entry;
        this.waiting.delete(key);
      }
    } else if (entry.event === 'fired') this.fired(entry, entry.facts.fault);
  }

  private message(entry: TraceEvent, api: string, isRequest: boolean): void {
    const { facts } = entry;
    const source = actorOf(entry);
    const broker = 'broker' in facts ? String(facts.broker) : 'leader' in facts ? String(facts.leader) : '';
    const key = `${source} ${broker} ${api}`;
    if (isRequest) {
      const batches = entry.event === 'Produce request' ? this.batchesOf(source, listItems(entry.facts.batches)) : [];
      const number = this.all.length;
      const expectsResponse = !('acks' in facts && facts.acks === 0);
      const asked = { number, api, source, broker, request: entry, batches, expectsResponse };
      const exchange: Exchange = { ...asked, response: null, lost: null, faults: [] };
      this.all.push(exchange);
      this.byEntry.set(entry, exchange);
      if (!expectsResponse) return;
      const queue = this.waiting.get(key);
      if (queue === undefined) this.waiting.set(key, [exchange]);
      else queue.push(exchange);
    } else {
      const exchange = this.waiting.get(key)?.shift();
      if (exchange === undefined) return;
      exchange.response = entry;
      this.byEntry.set(entry, exchange);
    }
  }

  /** The batches that were sent last for the partitions of a request. @param items such as `payments-0 x3 seq 0` */
  private batchesOf(source: string, items: readonly string[]): readonly string[] {
    const sent = this.sentBatches.get(source) ?? [];
    const partitions = new Set(items.map((item) => item.slice(0, item.indexOf(' '))));
    const isCarried = (batch: string): boolean => partitions.has(batch.slice(0, batch.lastIndexOf('#')));
    this.sentBatches.set(
      source,
      sent.filter((batch) => !isCarried(batch)),
    );
    return sent.filter(isCarried);
  }

  /** A fault on a request fires when the request is sent. Its description begins with the API, and has a colon before what it does. */
  private fired(entry: TraceEvent, fault: string): void {
    const api = /^(\w+)\b.*: /.exec(fault)?.[1];
    for (let i = this.all.length - 1; i >= 0 && this.all[i]!.request.atMs === entry.atMs; i--) {
      const exchange = this.all[i]!;
      if (exchange.api !== api) continue;
      exchange.faults.push(fault);
      this.byEntry.set(entry, exchange);
      return;
    }
  }
}
