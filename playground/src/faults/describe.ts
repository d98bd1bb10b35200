/** Faults in a few words, for the tabs of branches and lists. */
import type { FaultPlan, PlannedFault } from '../../../src/index.ts';
import { duration } from '../history/captions.ts';

type Fields = Readonly<Record<string, string | number | undefined>>;
type Sides = { readonly from?: string | readonly string[]; readonly to?: string | readonly string[] };

const REQUEST_WORDS: Readonly<Record<string, string>> = {
  loseRequest: 'lose',
  loseResponse: 'lose the response to',
  breakBeforeResponse: 'break the connection before the response to',
  delayRequest: 'delay',
  delayResponse: 'delay the response to',
  respond: 'refuse',
  disconnect: 'disconnect instead of',
};

export function describeFaults(plan: FaultPlan): string {
  return plan.length === 0 ? 'no faults' : plan.map(describeFault).join(', then ');
}

export function describeFault(fault: PlannedFault): string {
  const fields = fault as unknown as Fields;
  if ('on' in fault) {
    const word = REQUEST_WORDS[fault.do] ?? fault.do;
    const which = fields.nth === undefined ? String(fields.on) : `${fields.on} ${fields.nth}`;
    const by = fields.client === undefined ? '' : ` of ${fields.client}`;
    const detail =
      fields.delayMs === undefined
        ? fields.error === undefined
          ? ''
          : ` with ${fields.error}`
        : ` by ${duration(Number(fields.delayMs))}`;
    return `${word} ${which}${by}${detail}`;
  }
  return `${environmentText(fault.do, fields, fault as Sides)} at ${fields.atMs} ms${fields.forMs === undefined ? '' : ` for ${duration(Number(fields.forMs))}`}`;
}

function environmentText(word: string, { broker, extraMs }: Fields, { from = [], to = [] }: Sides): string {
  const names = (side: string | readonly string[]): string => [side].flat().join(' and ');
  switch (word) {
    case 'crash':
    case 'restart':
    case 'pause':
      return `${word} broker-${broker}`;
    case 'shutdown':
      return `shut broker-${broker} down`;
    case 'partition':
      return `cut ${names(from)} from ${names(to)}`;
    case 'slowReplica':
      return `slow the replication of broker-${broker} by ${duration(Number(extraMs))}`;
    default:
      return word;
  }
}
