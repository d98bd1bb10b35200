/**
 * The behaviours in which a cluster with a KRaft quorum and one with ZooKeeper differ, each a choice with a name. The place that
 * acts on a choice has a table of them; nothing else asks for the mode.
 */

export type ModeName = 'kraft' | 'zookeeper';

/** What in KRaft mode depends on the version of the brokers. */
export type KraftChoices = Pick<ClusterMode, 'uncleanElection' | 'coordinatorLoads'>;

export interface ClusterMode {
  readonly name: ModeName;
  /**
   * Where the controller is. `on a broker`: Metadata names that broker. `on machines of its own`: Metadata names a live broker,
   * which stands for the controller (KRaftMetadataCache.getControllerId).
   */
  readonly controller: 'on a broker' | 'on machines of its own';
  /**
   * Which broker takes requests that change the cluster. `the controller`: the others answer NOT_CONTROLLER. `any broker`: it
   * forwards them to the controller (KIP-590). Table: src/broker/requests/at-controller.ts.
   */
  readonly adminRequests: 'the controller' | 'any broker';
  /**
   * Who keeps the sessions of brokers, and so what becomes of them without a controller. `the controller`: each new one measures them
   * anew. `ZooKeeper`: they end, whether there is a controller or not. Table: src/broker/controller/memberships.ts.
   */
  readonly sessions: 'the controller' | 'ZooKeeper';
  /** The key of how long a broker that is not heard from stays registered. */
  readonly sessionTimeout: 'broker.session.timeout.ms' | 'zookeeper.session.timeout.ms';
  /**
   * The leader epoch of a partition when the controller removes a broker that has stopped from its in-sync replicas. `raised`:
   * KafkaController.removeReplicasFromIsr. `kept`: KRaft since metadata version 3.6 (KAFKA-15021).
   */
  readonly epochAfterIsrShrink: 'raised' | 'kept';
  /**
   * How requests for more partitions, elections, reassignments and new configurations are checked and answered, and how a reassignment
   * raises the leader epoch. Table: src/broker/controller/controller.ts.
   */
  readonly adminRules: 'ReplicationControlManager' | 'KafkaController';
  /**
   * Whether unclean.leader.election.enable elects a leader by itself. `on request`: no, only an ElectLeaders request does; KRaft of 3.6.1's
   * ConfigurationControlManager.uncleanLeaderElectionEnabledForTopic returns false ("TODO: support configuring unclean leader
   * election").
   */
  readonly uncleanElection: 'as configured' | 'on request';
  /**
   * From when the checks for preferred leaders count. `since the first imbalance`: one leader.imbalance.check.interval.seconds after
   * it, whatever the imbalance (QuorumController.maybeScheduleNextBalancePartitionLeaders). `since the controller began`: 5 s after that
   * and then every interval, for preferred leaders that miss more than leader.imbalance.per.broker.percentage of their partitions
   * (KafkaController.checkAndTriggerAutoLeaderRebalance). Table: src/broker/controller/preferred-leaders.ts.
   */
  readonly leaderRebalance: 'since the first imbalance' | 'since the controller began';
  /**
   * Whether the controller learns of a log directory that has failed. `no`: 3.6.1 cannot report it in KRaft mode
   * (ReplicaManager.handleLogDirFailure).
   */
  readonly logDirFailures: 'reported' | 'not reported';
  /**
   * What Metadata answers about a topic that it is having created. `LEADER_NOT_AVAILABLE`: the broker creates it in ZooKeeper, and
   * reports a refusal. `UNKNOWN_TOPIC_OR_PARTITION`: the broker sends a request to the controller, and does not wait for its
   * answer, so that a refusal is not reported (AutoTopicCreationManager).
   */
  readonly firstUse: 'LEADER_NOT_AVAILABLE' | 'UNKNOWN_TOPIC_OR_PARTITION';
  /** The checks of a new topic, in their order and wording. Table: src/broker/controller/plan-topic.ts. */
  readonly topicChecks: 'ReplicationControlManager' | 'ZkAdminManager';
  /**
   * How CreateTopics is answered: about topics named twice, about its timeout, and about the id of a topic. Table:
   * src/broker/handlers/create-topics.ts.
   */
  readonly createTopics: 'ControllerApis' | 'ZkAdminManager';
  /** Whether DeleteTopics explains errors in words. */
  readonly deleteTopicsMessage: 'of the error' | 'none';
  /**
   * When a coordinator loads its partition from the log. `every change`: also when only the in-sync replicas of its partition have
   * changed (BrokerMetadataPublisher.updateCoordinator of 3.6.1's KRaft). Table: src/broker/replication/leadership.ts.
   */
  readonly coordinatorLoads: 'once elected' | 'at every change';
}
