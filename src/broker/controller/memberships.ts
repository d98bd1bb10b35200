/** How brokers come and go in each mode. */
import type { ClusterMode } from '../modes/index.ts';
import type { Controller } from './controller.ts';
import type { Membership } from './membership.ts';
import { KRAFT_MEMBERSHIP } from './membership-kraft.ts';
import { ZOOKEEPER_MEMBERSHIP } from './membership-zookeeper.ts';

const MEMBERSHIPS: Readonly<Record<ClusterMode['sessions'], Membership>> = {
  'the controller': KRAFT_MEMBERSHIP,
  ZooKeeper: ZOOKEEPER_MEMBERSHIP,
};

export function membershipOf({ config }: Controller): Membership {
  return MEMBERSHIPS[config.mode.sessions];
}
