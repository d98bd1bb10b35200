/** A cluster with ZooKeeper (KafkaController). */
import type { ClusterMode } from './cluster-mode.ts';

export const ZOOKEEPER: ClusterMode = {
  name: 'zookeeper',
  controller: 'on a broker',
  adminRequests: 'the controller',
  sessions: 'ZooKeeper',
  sessionTimeout: 'zookeeper.session.timeout.ms',
  epochAfterIsrShrink: 'raised',
  adminRules: 'KafkaController',
  uncleanElection: 'as configured',
  leaderRebalance: 'since the controller began',
  logDirFailures: 'reported',
  firstUse: 'LEADER_NOT_AVAILABLE',
  topicChecks: 'ZkAdminManager',
  createTopics: 'ZkAdminManager',
  deleteTopicsMessage: 'none',
  coordinatorLoads: 'once elected',
};
