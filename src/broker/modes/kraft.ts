/** A cluster with a KRaft quorum (QuorumController). */
import type { ClusterMode, KraftChoices } from './cluster-mode.ts';

export const KRAFT: Omit<ClusterMode, keyof KraftChoices> = {
  name: 'kraft',
  controller: 'on machines of its own',
  adminRequests: 'any broker',
  sessions: 'the controller',
  sessionTimeout: 'broker.session.timeout.ms',
  epochAfterIsrShrink: 'kept',
  adminRules: 'ReplicationControlManager',
  leaderRebalance: 'since the first imbalance',
  logDirFailures: 'not reported',
  firstUse: 'UNKNOWN_TOPIC_OR_PARTITION',
  topicChecks: 'ReplicationControlManager',
  createTopics: 'ControllerApis',
  deleteTopicsMessage: 'of the error',
};
