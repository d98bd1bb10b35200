/**
 * The actors of a run, each a column of a diagram or a track: the application, each producer's accumulator and sender, other clients, the
 * control plane, and the brokers. They follow from the trace.
 */

import type { TraceEvent } from '../../simulation/events/simulation-events.ts';
import { actorOf } from './actor.ts';

export type LaneKind = 'application' | 'accumulator' | 'sender' | 'client' | 'cluster' | 'broker';

export interface Lane {
  /** No other lane has it. */
  readonly id: string;
  readonly kind: LaneKind;
  /** What a heading calls it, such as `sender`, or `producer-1 sender` if there are several producers. */
  readonly name: string;
}

/** Events that only the producers of this library have. */
const PRODUCER_EVENTS: ReadonlySet<TraceEvent['event']> = new Set([
  'send waits',
  'send failed',
  'record appended',
  'batch put back',
  'state changed',
]);

/** The lanes of a run, in the order in which they are shown. */
export class Lanes {
  readonly all: readonly Lane[];
  private readonly byId: ReadonlyMap<string, Lane>;
  private readonly producers: ReadonlySet<string>;

  constructor(entries: readonly TraceEvent[]) {
    this.producers = new Set(entries.filter(({ event }) => PRODUCER_EVENTS.has(event)).map(({ source }) => source));
    const lanes = new Map<string, Lane>();
    const add = (id: string, kind: LaneKind, name: string): void => void lanes.set(id, { id, kind, name });
    if (this.producers.size > 0) add('application', 'application', 'application');
    for (const producer of this.producers) {
      const owner = this.producers.size === 1 ? '' : `${producer} `;
      add(`${producer}/accumulator`, 'accumulator', `${owner}accumulator`);
      add(`${producer}/sender`, 'sender', `${owner}sender`);
    }
    for (const client of clientsOf(entries, this.producers)) add(client, 'client', client);
    if (entries.some(({ source }) => source === 'cluster')) add('cluster', 'cluster', 'cluster');
    for (const broker of brokersOf(entries)) add(broker, 'broker', broker);
    this.byId = lanes;
    this.all = [...lanes.values()];
  }

  isProducer(source: string): boolean {
    return this.producers.has(source);
  }

  /** The program that uses a producer; for another client, the client itself. */
  application(client: string): Lane | null {
    return this.of(this.isProducer(client) ? 'application' : client);
  }

  accumulator(client: string): Lane | null {
    return this.of(this.isProducer(client) ? `${client}/accumulator` : client);
  }

  /** What sends the requests of a client. */
  sender(client: string): Lane | null {
    return this.of(this.isProducer(client) ? `${client}/sender` : client);
  }

  /** @param host `broker-1`, or an address such as `broker-1:9092` */
  broker(host: string): Lane | null {
    return this.of(hostOf(host));
  }

  /** What sends requests under this name: a client, or a broker that follows another. */
  asking(source: string): Lane | null {
    return this.sender(source) ?? this.broker(source);
  }

  /** The broker that the description of a fault on the cluster names, such as `crash broker 1 at 5000 ms`. */
  brokerIn(fault: string): Lane | null {
    const number = /\bbroker (\d+)/.exec(fault)?.[1];
    return number === undefined ? null : this.broker(`broker-${number}`);
  }

  get cluster(): Lane | null {
    return this.of('cluster');
  }

  private of(id: string): Lane | null {
    return this.byId.get(id) ?? null;
  }
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}

const NOT_CLIENTS: ReadonlySet<string> = new Set(['cluster', 'fault', 'real clients']);

function clientsOf(entries: readonly TraceEvent[], producers: ReadonlySet<string>): ReadonlySet<string> {
  const brokers = new Set(brokersOf(entries));
  const sources = entries.map(actorOf);
  return new Set(sources.filter((one) => !NOT_CLIENTS.has(one) && !producers.has(one) && !brokers.has(one)));
}

/** The hosts of the brokers that a client or another broker has had to do with, or that something has happened to; in the order of their numbers. */
function brokersOf(entries: readonly TraceEvent[]): readonly string[] {
  const hosts = new Set<string>();
  for (const { event, source, facts } of entries) {
    if ('broker' in facts)
      hosts.add(typeof facts.broker === 'string' ? hostOf(facts.broker) : `broker-${facts.broker}`);
    if (event === 'appends' || event === 'high watermark' || event === 'truncates') hosts.add(source);
    if ('leader' in facts && typeof facts.leader === 'string' && event.startsWith('Fetch ')) hosts.add(facts.leader);
    if (event === 'leader elected') hosts.add(`broker-${facts.leader}`);
  }
  return [...hosts].toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}
