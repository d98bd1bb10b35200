/** What a fault names that there has never been: a topic, a partition or a client. */
import type { Cluster } from '../../broker/index.ts';
import { didYouMean } from '../../checks/nearest-name.ts';
import type { Network } from '../../sim/index.ts';
import type { Wire } from '../hosts/wire.ts';
import { isBrokerClient, isBrokerHost } from './definition/hosts.ts';
import { EnvironmentFault } from './environment-fault.ts';
import type { RequestFault } from './request-fault.ts';

/** What knows the names. */
export interface NameSources {
  readonly cluster: Cluster;
  readonly network: Network<Wire>;
  readonly clientNames: () => ReadonlySet<string>;
}

/** Sentences without the last full stop, such as `there has never been a topic 'paymnets'`; none if all names are known. */
export function unknownNames(fault: RequestFault | EnvironmentFault, sources: NameSources): readonly string[] {
  if (fault instanceof EnvironmentFault) return fault.unknownHosts().map((name) => unknownClient(name, sources));
  const { topic, partition, client } = fault.data;
  return [
    ...(topic === undefined ? [] : unknownPartition(topic, partition, sources)),
    ...(client === undefined || isKnown(client, sources) ? [] : [unknownClient(client, sources)]),
  ];
}

function isKnown(client: string, { network, clientNames }: NameSources): boolean {
  return isBrokerClient(client) || network.knows(client) || clientNames().has(client);
}

function unknownPartition(topic: string, partition: number | undefined, { cluster }: NameSources): readonly string[] {
  const known = cluster.topics.find(({ name }) => name === topic);
  if (known !== undefined) {
    const isKnown = partition === undefined || partition < known.partitions.length;
    return isKnown ? [] : [`topic '${topic}' has no partition ${partition}`];
  }
  if (cluster.hasHadTopic(topic)) return [];
  const names = cluster.topics.filter(({ isInternal }) => !isInternal).map(({ name }) => name);
  return [withNearest(`there has never been a topic '${topic}'`, topic, names)];
}

function unknownClient(client: string, { network, clientNames }: NameSources): string {
  const names = network.hostNames.filter((name) => !isBrokerHost(name));
  const existing = names.length === 0 ? 'nor any other' : `only ${names.join(', ')}`;
  const isCreated = clientNames().has(client);
  const problem = isCreated ? `no client has connected as '${client}'` : `there has been no client '${client}'`;
  return withNearest(`${problem}, ${existing}`, client, names);
}

function withNearest(text: string, word: string, names: readonly string[]): string {
  const hint = didYouMean(word, names);
  return hint === '' ? text : `${text}.${hint}`;
}
