/**
 * The requests that the clients of a run sent, and from how far.
 *
 * Owns: finding them in the trace, and counting them as a fault's `nth` does.
 */
import type { ApiName, Simulation } from '../index.ts';

export interface SentRequest {
  readonly client: string;
  readonly api: ApiName;
  /** Counts the client's requests of this API, from 1. */
  readonly nth: number;
  /** Virtual ms since the start. */
  readonly atMs: number;
  /** Id of the broker it was sent to. */
  readonly broker: number;
}

const REQUEST = ' request';

/** In the order in which they were sent. */
export function requestsOf({ trace, startMs }: Simulation): readonly SentRequest[] {
  const requests: SentRequest[] = [];
  const counts = new Map<string, number>();
  for (const { atMs, source, event, facts } of trace.entries) {
    const broker = /^broker-(\d+):/.exec(String(facts.broker))?.[1];
    if (!event.endsWith(REQUEST) || broker === undefined || source.startsWith('broker-')) continue;
    const api = event.slice(0, -REQUEST.length) as ApiName;
    const key = `${source}/${api}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    requests.push({ client: source, api, nth, atMs: atMs - startMs, broker: Number(broker) });
  }
  return requests;
}
