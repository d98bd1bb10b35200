/**
 * Hosts as faults name them: brokers, clients and the controller.
 */
import type { Node } from '../../../protocol/cluster/node.ts';
import { unexpectedValue } from './fault.ts';

/** One host or several: `broker-1`, a client's name such as `producer-1`, or `controller`. */
export type Hosts = string | readonly string[];

/** A broker's id, or its host name: `broker-1`. */
export type BrokerName = string | number;

/** The name that stands for the controller in partitions. The controller is not a host of the simulated network. */
export const CONTROLLER = 'controller';

export function hostList(hosts: Hosts): readonly string[] {
  return typeof hosts === 'string' ? [hosts] : hosts;
}

/** Whether the name has the form of a broker's host name. A broker of that name need not exist. */
export function isBrokerHost(name: string): boolean {
  return /^broker-\d+$/.test(name);
}

/** Whether the name has the form of one by which a broker sends requests to others: its host name, or a client id made of it. */
export function isBrokerClient(name: string): boolean {
  return /^(broker-\d+|AddPartitionsManager-client-)/.test(name);
}

/**
 * The id of a broker that is given by id or host name.
 *
 * @throws FaultError if this cluster does not have the broker
 */
export function brokerId(broker: BrokerName, place: string, nodes: readonly Node[]): number {
  const node = nodes.find(({ id, host }) => id === broker || host === broker);
  if (node !== undefined) return node.id;
  throw unexpectedValue(place, `a broker of this cluster (${nodes.map(({ host }) => host).join(', ')})`, broker);
}

/**
 * A name that does not have the form of a broker's is taken for a client, which may be created later.
 *
 * @throws FaultError if the name is a broker's and this cluster does not have that broker
 */
export function checkHost(name: string, place: string, nodes: readonly Node[]): void {
  if (!isBrokerHost(name) || nodes.some(({ host }) => host === name)) return;
  throw unexpectedValue(
    place,
    `a client, or a broker of this cluster (${nodes.map(({ host }) => host).join(', ')})`,
    name,
  );
}
