/**
 * Faults in words, for traces, lists and failures. Each word has its own part in words/.
 */
import type { ApiName } from '../../protocol/messages.ts';
import type { PlannedEnvironmentFault, PlannedFault, PlannedRequestFault, PlannedSelection } from './fault-plan.ts';
import type { FaultScope } from './requests/request-scope.ts';
import { ENVIRONMENT_WORDS, REQUEST_WORDS } from './vocabulary.ts';

/** `Produce to payments-0, number 2: lose the response`, `crash broker 1 at 5000 ms for 3000 ms`. */
export function describeFault(fault: PlannedFault): string {
  return 'on' in fault ? describeRequestFault(fault) : describeEnvironmentFault(fault);
}

function describeRequestFault(fault: PlannedRequestFault): string {
  const action = REQUEST_WORDS[fault.do].describe(fault);
  return `${describeSelection(fault)}: ${action}`;
}

/** `Produce to payments-0, number 2`. */
export function describeSelection(fault: FaultScope & PlannedSelection & { readonly on: ApiName }): string {
  return `${fault.on}${scopeText(fault)}, ${selectionText(fault)}`;
}

function scopeText({ topic, partition, key, value, broker, client, fromMs, untilMs }: FaultScope): string {
  return [
    topic === undefined ? '' : ` to ${topic}${partition === undefined ? '' : `-${partition}`}`,
    key === undefined ? '' : ` with key ${JSON.stringify(key)}`,
    value === undefined ? '' : ` with value ${JSON.stringify(value)}`,
    broker === undefined ? '' : ` at broker ${broker}`,
    client === undefined ? '' : ` from ${client}`,
    fromMs === undefined ? '' : ` after ${fromMs} ms`,
    untilMs === undefined ? '' : ` until ${untilMs} ms`,
  ].join('');
}

function selectionText({ once, nth, times, chance }: PlannedSelection): string {
  if (nth !== undefined) return `number ${nth}`;
  if (times !== undefined) return `the first ${times}`;
  if (chance !== undefined) return `${chance[0]} in ${chance[1]}`;
  return once === true ? 'once' : 'always';
}

function describeEnvironmentFault(fault: PlannedEnvironmentFault): string {
  const span = 'forMs' in fault && fault.forMs !== undefined ? ` for ${fault.forMs} ms` : '';
  return `${ENVIRONMENT_WORDS[fault.do].describe(fault)} at ${fault.atMs} ms${span}`;
}
