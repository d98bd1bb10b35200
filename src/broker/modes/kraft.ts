/** A cluster with a KRaft quorum (QuorumController). */
import type { ClusterMode } from './cluster-mode.ts';

export const KRAFT: ClusterMode = {
  name: 'kraft',
  controller: 'on machines of its own',
  adminRequests: 'any broker',
  sessions: 'the controller',
  sessionTimeout: 'broker.session.timeout.ms',
  epochAfterIsrShrink: 'kept',
  adminRules: 'ReplicationControlManager',
  uncleanElection: 'on request',
  leaderRebalance: 'since the first imbalance',
  logDirFailures: 'not reported',
  firstUse: 'UNKNOWN_TOPIC_OR_PARTITION',
  topicChecks: 'ReplicationControlManager',
  createTopics: 'ControllerApis',
  deleteTopicsMessage: 'of the error',
  coordinatorLoads: 'at every change',
};
