/**
 * The requests that the clients sent in a run, read from its trace.
 */
import type { ApiName, Simulation } from '../index.ts';
import type { SentRequest } from '../simulation/faults/definition/placement.ts';

export type { SentRequest };

const REQUEST = ' request';

/** In the order in which they were sent, and counted as `nth` of a fault counts them. */
export function requestsOf({ trace, startMs }: Simulation): readonly SentRequest[] {
  const requests: SentRequest[] = [];
  const counts = new Map<string, number>();
  for (const { atMs, source, event, facts } of trace.entries) {
    if (!event.endsWith(REQUEST) || !('broker' in facts)) continue;
    const broker = /^broker-(\d+):/.exec(String(facts.broker))?.[1];
    if (broker === undefined || source.startsWith('broker-')) continue;
    const api = event.slice(0, -REQUEST.length) as ApiName;
    const key = `${source}/${api}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    requests.push({ client: source, api, nth, atMs: atMs - startMs, broker: Number(broker) });
  }
  return requests;
}
