/**
 * Whether what a fault names exists, or may still come to exist.
 *
 * Owns: refusing at once what could never happen in this cluster, or not any more.
 * Refuses to know: whether the fault is well formed (read-fault-plan.ts).
 */
import { illegalTopicName } from '../../broker/index.ts';
import type { Node } from '../../protocol/node.ts';
import { FaultError } from './fault.ts';
import type { Hosts, PlannedFault, PlannedRequestFault, PlannedWorldFault } from './fault-plan.ts';
import { wrong } from './read-fault-plan.ts';

/** The name under which partitions know the controller, which is no host. */
export const CONTROLLER = 'controller';

export interface PossibleWorld {
  /** All brokers, up or down. */
  readonly nodes: readonly Node[];
  /** Since the start. */
  readonly nowMs: number;
}

/** @throws FaultError that says what there is instead; `place` is where the fault stands */
export function expectPossible(fault: PlannedFault, place: string, world: PossibleWorld): void {
  if ('broker' in fault && fault.broker !== undefined) brokerId(fault.broker, place, world.nodes);
  if ('on' in fault) expectPossibleRequests(fault, place, world);
  else expectPossibleInWorld(fault, place, world);
}

/** The id of the broker that is meant. */
export function brokerId(broker: string | number, place: string, nodes: readonly Node[]): number {
  const node = nodes.find(({ id, host }) => id === broker || host === broker);
  if (node !== undefined) return node.id;
  throw wrong(`${place}.broker`, `a broker of this cluster (${nodes.map(({ id }) => id).join(', ')})`, broker);
}

/** Hosts as a list. */
export function listOf(hosts: Hosts): readonly string[] {
  return typeof hosts === 'string' ? [hosts] : hosts;
}

/** A broker's host by its looks: whether there is such a broker is another question. */
export function isBrokerHost(name: string): boolean {
  return /^broker-\d+$/.test(name);
}

function expectPossibleRequests(fault: PlannedRequestFault, place: string, { nowMs }: PossibleWorld): void {
  const { topic, untilMs } = fault;
  const illegal = topic === undefined ? undefined : illegalTopicName(topic);
  if (illegal !== undefined) throw new FaultError(`${place}.topic: there can be no such topic. ${illegal}`);
  if (untilMs !== undefined) expectToCome(untilMs, `${place}.untilMs`, nowMs);
  if ('releaseAtMs' in fault && fault.releaseAtMs !== undefined) {
    expectToCome(fault.releaseAtMs, `${place}.releaseAtMs`, nowMs);
  }
}

function expectPossibleInWorld(fault: PlannedWorldFault, place: string, world: PossibleWorld): void {
  expectToCome(fault.atMs, `${place}.atMs`, world.nowMs);
  if ('client' in fault && fault.client !== undefined) expectHost(fault.client, `${place}.client`, world.nodes);
  if (fault.do === 'wrongBootstrap' && isBrokerHost(fault.client)) {
    throw wrong(`${place}.client`, 'a client: brokers have no bootstrap servers', fault.client);
  }
  if (!('from' in fault)) return;
  const [from, to] = [listOf(fault.from), listOf(fault.to)];
  for (const name of from) expectHost(name, `${place}.from`, world.nodes);
  for (const name of to) expectHost(name, `${place}.to`, world.nodes);
  const both = from.find((name) => to.includes(name));
  if (both !== undefined) throw wrong(`${place}.to`, 'other hosts than in from', both);
  expectBrokersFacingController(fault, [from, to], place);
}

/** Only brokers talk to the controller. */
function expectBrokersFacingController(
  { do: word }: PlannedWorldFault,
  [from, to]: readonly [readonly string[], readonly string[]],
  place: string,
): void {
  const facing = to.includes(CONTROLLER) ? from : from.includes(CONTROLLER) ? to : [];
  if (facing.length === 0) return;
  if (word === 'slowLink') throw wrong(`${place}.to`, 'hosts: the controller has no link of its own', CONTROLLER);
  if (facing.some(isBrokerHost)) return;
  throw wrong(`${place}.from`, 'a broker among those cut off from the controller', facing);
}

/** A name that is no broker's is a client's, who may come later. */
function expectHost(name: string, place: string, nodes: readonly Node[]): void {
  if (!isBrokerHost(name) || nodes.some(({ host }) => host === name)) return;
  throw wrong(place, `a client, or a broker of this cluster (${nodes.map(({ host }) => host).join(', ')})`, name);
}

function expectToCome(ms: number, place: string, nowMs: number): void {
  if (ms < nowMs) throw wrong(place, `a moment to come (it is ${nowMs} ms)`, ms);
}
