/**
 * Faults as sentences, for traces, lists and failures.
 *
 * Owns: the wording. Refuses to know: what a fault does.
 */
import type { Hosts, PlannedFault, PlannedRequestFault, PlannedWorldFault } from './fault-plan.ts';
import { listOf } from './possible.ts';

/** `Produce to payments-0, number 2: lose the response`, `crash broker 1 at 5000 ms for 3000 ms`. */
export function sentenceOf(fault: PlannedFault): string {
  return 'on' in fault ? onRequests(fault) : inWorld(fault);
}

// --- On requests ---------------------------------------------------------------------------------------------------------

const ACTIONS: Readonly<Record<PlannedRequestFault['do'], string>> = {
  loseRequest: 'lose the request',
  loseResponse: 'lose the response',
  disconnect: 'disconnect',
  neverAnswer: 'never answer',
  delayRequest: 'delay the request',
  delayResponse: 'delay the response',
  holdRequest: 'hold the request',
  holdResponse: 'hold the response',
  respond: 'respond',
  throttle: 'throttle',
  staleMetadata: 'tell stale metadata',
  corruptBatch: 'corrupt the batch',
};

function onRequests(fault: PlannedRequestFault): string {
  return `${fault.on}${scopeText(fault)}, ${selectionText(fault)}: ${ACTIONS[fault.do]}${actionText(fault)}`;
}

function scopeText({ topic, partition, broker, client, fromMs, untilMs }: PlannedRequestFault): string {
  return [
    topic === undefined ? '' : ` to ${topic}${partition === undefined ? '' : `-${partition}`}`,
    broker === undefined ? '' : ` at broker ${broker}`,
    client === undefined ? '' : ` from ${client}`,
    fromMs === undefined ? '' : ` after ${fromMs} ms`,
    untilMs === undefined ? '' : ` until ${untilMs} ms`,
  ].join('');
}

function selectionText({ once, nth, times, chance }: PlannedRequestFault): string {
  if (nth !== undefined) return `number ${nth}`;
  if (times !== undefined) return `the first ${times}`;
  if (chance !== undefined) return `${chance[0]} in ${chance[1]}`;
  return once === true ? 'once' : 'always';
}

function actionText(fault: PlannedRequestFault): string {
  switch (fault.do) {
    case 'respond':
      return ` ${fault.error}`;
    case 'delayRequest':
    case 'delayResponse':
      return ` by ${fault.delayMs} ms`;
    case 'holdRequest':
    case 'holdResponse':
      return fault.releaseAtMs === undefined ? '' : ` until ${fault.releaseAtMs} ms`;
    case 'throttle':
      return ` for ${fault.throttleTimeMs} ms`;
    case 'staleMetadata':
      return ` of ${fault.ageMs} ms ago`;
    default:
      return '';
  }
}

// --- In the world --------------------------------------------------------------------------------------------------------

function inWorld(fault: PlannedWorldFault): string {
  const span = 'forMs' in fault && fault.forMs !== undefined ? ` for ${fault.forMs} ms` : '';
  return `${deed(fault)} at ${fault.atMs} ms${span}`;
}

function deed(fault: PlannedWorldFault): string {
  switch (fault.do) {
    case 'failDisk':
      return `fail the disk of broker ${fault.broker}`;
    case 'slowReplica':
      return `slow broker ${fault.broker} as a replica by ${fault.extraMs} ms`;
    case 'skewClock':
      return `skew the clock of broker ${fault.broker} by ${fault.skewMs} ms`;
    case 'refuseConnections':
      return `refuse connections to broker ${fault.broker}${fault.client === undefined ? '' : ` from ${fault.client}`}`;
    case 'wrongBootstrap':
      return `wrong bootstrap servers of ${fault.client}`;
    case 'partition':
      return `partition ${hostsText(fault.from)} and ${hostsText(fault.to)}`;
    case 'cutOff':
      return `cut off the way from ${hostsText(fault.from)} to ${hostsText(fault.to)}`;
    case 'slowLink':
      return `slow the way from ${hostsText(fault.from)} to ${hostsText(fault.to)} by ${fault.extraMs} ms`;
    case 'heal':
      return 'heal the network';
    case 'stopController':
      return 'stop the controller';
    case 'startController':
      return 'start the controller';
    default:
      return `${fault.do === 'shutdown' ? 'shut down' : fault.do} broker ${fault.broker}`;
  }
}

function hostsText(hosts: Hosts): string {
  return listOf(hosts).join(', ');
}
