/** The two modes, and which of them a configuration means. */
import { InvalidConfigurationException } from '../../protocol/errors/exceptions.ts';
import type { ClusterMode, KraftChoices, ModeName } from './cluster-mode.ts';
import { KRAFT } from './kraft.ts';
import { ZOOKEEPER } from './zookeeper.ts';

export type { ClusterMode, ModeName } from './cluster-mode.ts';

const MODES: Readonly<Record<ModeName, (choices: KraftChoices) => ClusterMode>> = {
  kraft: (choices) => ({ ...KRAFT, ...choices }),
  zookeeper: () => ZOOKEEPER,
};

export const DEFAULT_MODE: ModeName = 'kraft';

export interface ModeKeys {
  /** process.roles, a list without blanks; '' if it is not set. */
  readonly processRoles: string;
  /** '' if it is not set. */
  readonly zookeeperConnect: string;
}

/**
 * The mode that was asked for by name, or that the keys mean: KRaft if process.roles is set, ZooKeeper if zookeeper.connect is
 * (KafkaConfig.requiresZookeeper).
 *
 * @param choices of the brokers' version
 * @throws InvalidConfigurationException if the name contradicts the keys, or the nodes would not be brokers
 */
export function resolveMode(
  name: ModeName | undefined,
  { processRoles, zookeeperConnect }: ModeKeys,
  choices: KraftChoices,
): ClusterMode {
  if (name !== undefined && !Object.hasOwn(MODES, name)) {
    throw new InvalidConfigurationException(`Unknown mode '${name}': use 'kraft' or 'zookeeper'.`);
  }
  if (processRoles !== '' && !processRoles.split(',').includes('broker')) {
    throw new InvalidConfigurationException(
      `Invalid value ${processRoles} for configuration process.roles: the nodes of a simulation are brokers, so it must contain 'broker'.`,
    );
  }
  const meant = processRoles !== '' ? 'kraft' : zookeeperConnect !== '' ? 'zookeeper' : undefined;
  if (name !== undefined && meant !== undefined && name !== meant) {
    const key = meant === 'kraft' ? `process.roles=${processRoles}` : `zookeeper.connect=${zookeeperConnect}`;
    throw new InvalidConfigurationException(
      `The mode '${name}' contradicts the configuration ${key}, which means '${meant}'. Remove one of them.`,
    );
  }
  return MODES[name ?? meant ?? DEFAULT_MODE](choices);
}
