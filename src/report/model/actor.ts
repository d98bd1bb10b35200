/** Under which name a client acts. */
import type { TraceEvent } from '../../simulation/events/simulation-events.ts';

/** The source of the entry; for a real client whose host has another name, its client id, by which its batches are known, too. */
export function actorOf({ source, facts }: TraceEvent): string {
  return 'broker' in facts && 'client' in facts && source !== 'cluster' ? (facts.client ?? source) : source;
}
