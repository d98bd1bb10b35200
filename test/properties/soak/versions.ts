/** Which versions of Kafka a seed is played with: a share of the seeds with each pair of clients and brokers. */
import { BROKER_VERSIONS, type BrokerVersionName } from '../../../src/broker/versions/index.ts';
import { CLIENT_VERSIONS, type ClientVersionName } from '../../../src/client/versions/index.ts';
import { RandomStream } from '../../../src/sim/index.ts';
import type { Case } from './case.ts';

export interface Versions {
  readonly clients: ClientVersionName;
  readonly brokers: BrokerVersionName;
}

/** What `--replay` plays if no version is given, so that commands from before there were versions still play what they did. */
export const FIRST_VERSIONS: Versions = { clients: '3.6.1', brokers: '3.6.1' };

export const CLIENT_NAMES = Object.keys(CLIENT_VERSIONS) as readonly ClientVersionName[];
export const BROKER_NAMES = Object.keys(BROKER_VERSIONS) as readonly BrokerVersionName[];

/** The versions that the soak plays a case with: those that are given, and otherwise drawn from its seed. */
export function versionsOf({ seed, clusterConfig }: Case, given: Partial<Versions>): Versions {
  const random = RandomStream.fromSeed(seed).fork('soak versions');
  const drawn = random.pick(CLIENT_NAMES);
  const { clients = drawn } = given;
  // Half of the clusters are as old as can be: an upgrade often begins with the clients.
  const same = BROKER_NAMES.find((name) => name === clients) ?? FIRST_VERSIONS.brokers;
  const brokers = random.pick([FIRST_VERSIONS.brokers, same]);
  const isPossible = brokers !== '4.3' || clusterConfig['zookeeper.connect'] === undefined;
  return { clients, brokers: given.brokers ?? (isPossible ? brokers : FIRST_VERSIONS.brokers) };
}

/** The configuration of a case for these brokers: those of 4.3 have no ZooKeeper mode, and get a controller of their own instead. */
export function configFor({ brokers }: Versions, config: Case['clusterConfig']): Case['clusterConfig'] {
  if (brokers !== '4.3' || config['zookeeper.connect'] === undefined) return config;
  const { 'zookeeper.connect': _, 'zookeeper.session.timeout.ms': __, ...others } = config;
  return { ...others, 'process.roles': 'broker' };
}

/** Such as `clients 4.3, brokers 3.6.1`. */
export function versionsText({ clients, brokers }: Versions): string {
  return `clients ${clients}, brokers ${brokers}`;
}
