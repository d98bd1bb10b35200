/** Explains why faults have never fired, and what to do about it. */

import type { Trace } from '../events/simulation-events.ts';
import { EnvironmentFault } from './environment-fault.ts';
import { RequestFault } from './request-fault.ts';
import { type NameSources, unknownNames } from './unknown-names.ts';

export interface NeverFiredOptions extends NameSources {
  readonly trace: Trace;
}

const ADVICE = 'Change what it is on, or when it happens, or mark it .optional().';

/**
 * In several lines; none if there are no such faults.
 *
 * @param withoutAction the descriptions of selections of requests that have no action
 * @param nowMs since the start
 */
export function describeNeverFired(
  withoutAction: readonly string[],
  faults: readonly (RequestFault | EnvironmentFault)[],
  options: NeverFiredOptions,
  nowMs: number,
): readonly string[] {
  const lines = [
    ...withoutAction.map((selection) => `${selection} (it has no action: add one, such as .loseResponse())`),
    ...faults.map((fault) => withReason(fault, options, nowMs)),
  ];
  if (lines.length === 0) return [];
  const known = faults.filter((fault) => unknownNames(fault, options).length === 0);
  return [
    lines.length === 1 ? 'This fault never fired:' : 'These faults never fired:',
    ...lines.map((line) => `  ${line}`),
    ...(known.some((fault) => fault instanceof RequestFault) ? [requestCounts(options.trace)] : []),
    ...(known.length > 0 ? [ADVICE] : []),
  ];
}

function withReason(fault: RequestFault | EnvironmentFault, options: NameSources, nowMs: number): string {
  const unknown = unknownNames(fault, options);
  const reason = unknown.length > 0 ? unknown.join('; ') : occasion(fault, nowMs);
  return `${fault.description}${reason === '' ? '' : ` (${reason})`}`;
}

/** Whether there was an occasion to fire; empty if there was none that can be told. */
function occasion(fault: RequestFault | EnvironmentFault, nowMs: number): string {
  if (fault instanceof EnvironmentFault)
    return fault.data.atMs > nowMs ? `the run has not come to this time: it is at ${nowMs} ms` : '';
  const { seen } = fault;
  if (seen === 0) return 'there was no such request';
  return seen === 1 ? 'there was 1 such request' : `there were ${seen} such requests`;
}

/** `2 Metadata, 1 Produce`, in the order in which each API was first used. */
function requestCounts({ entries, isOn }: Trace): string {
  const counts = new Map<string, number>();
  for (const { event } of entries) {
    if (!event.endsWith(' request')) continue;
    const api = event.slice(0, -' request'.length);
    counts.set(api, (counts.get(api) ?? 0) + 1);
  }
  const list = Array.from(counts, ([api, count]) => `${count} ${api}`);
  const text = list.length > 0 ? list.join(', ') : isOn ? 'none' : 'unknown without a trace';
  return `Requests of the clients: ${text}.`;
}
