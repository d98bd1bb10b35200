/** The events that the cluster reports to its host, by name, with their facts. A broker's id is a number here, and -1 stands for no broker. */
import type { ListFact } from '../../protocol/description/facts.ts';
import type { ErrorName } from '../../protocol/errors/errors.ts';

/** Events of topics, leaders and in-sync replicas. */
type TopicEvents = {
  readonly 'topic created': {
    readonly topic: string;
    readonly partitions: number;
    /** Replicas of each partition. */
    readonly replicas: number;
  };
  /** The controller has refused to create a topic that a client asked for by using it. */
  readonly 'topic refused': { readonly topic: string; readonly error: ErrorName; readonly message: string | null };
  readonly 'topic deleted': { readonly topic: string };
  readonly 'topic configuration changed': { readonly topic: string; readonly configs: `{${string}}` };
  readonly 'partitions added': { readonly topic: string; readonly partitions: number };
  readonly 'leader elected': {
    readonly topic: string;
    readonly partition: number;
    readonly leader: number;
    readonly epoch: number;
    /** The leader was not in sync, so that records may be lost. */
    readonly unclean?: true;
  };
  /** No replica may lead the partition. */
  readonly 'no leader': {
    readonly topic: string;
    readonly partition: number;
    readonly leader: number;
    readonly epoch: number;
  };
  readonly 'ISR shrunk': InSyncReplicas;
  readonly 'ISR expanded': InSyncReplicas;
  readonly 'reassignment started': { readonly topic: string; readonly partition: number; readonly to: ListFact };
  readonly 'reassignment completed': Reassigned;
  readonly 'reassignment reverted': Reassigned;
};

type InSyncReplicas = {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  readonly isr: ListFact;
};

type Reassigned = {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: ListFact;
  readonly leader: number;
};

/** Events of brokers and of the controller. */
type BrokerEvents = {
  /** The broker is registered: it takes its roles. */
  readonly 'broker started': { readonly broker: number };
  readonly 'broker crashed': { readonly broker: number };
  readonly 'broker shuts down': { readonly broker: number };
  /** The broker's session has expired, or it has given up its registration. */
  readonly 'broker lost': { readonly broker: number };
  readonly 'broker disconnected': { readonly broker: number; readonly from: 'controller' };
  readonly 'broker reconnected': { readonly broker: number; readonly to: 'controller' };
  /** `controller` is absent if the controller is not one of the brokers. */
  readonly 'controller started': { readonly controller?: number };
  readonly 'controller stopped': { readonly controller?: number };
  /** The broker learns of changes in the control plane with a delay from now on. */
  readonly 'metadata delayed': { readonly broker: number; readonly delayMs: number };
  readonly 'metadata received': { readonly broker: number; readonly lateMs: number };
  readonly 'log directory failed': { readonly broker: number };
  readonly 'log directory replaced': { readonly broker: number; readonly logs: number };
  /** The broker has answered with an error because its handler has thrown. */
  readonly 'request failed': {
    readonly broker: number;
    readonly api: string;
    readonly client: string;
    readonly exception: string;
  };
  readonly 'authentication failed': { readonly broker: number; readonly client: string; readonly problem: string };
};

/** Events of logs and their replicas. */
type LogEvents = {
  readonly 'append refused': {
    readonly broker: number;
    /** Such as `payments-0`. */
    readonly partition: string;
    readonly error: ErrorName;
    readonly message: string;
  };
  /** Records before offset `to` are not readable any more. */
  readonly 'log start moved': {
    readonly topic: string;
    readonly partition: number;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
    readonly reason: string;
  };
  /** A follower is so far behind that its log begins again at the leader's start. */
  readonly 'log restarted': {
    readonly topic: string;
    readonly partition: number;
    readonly broker: number;
    readonly from: number;
    readonly at: number;
  };
  /** A follower has removed records that its leader does not have, from offset `to` on. */
  readonly 'log truncated': {
    readonly topic: string;
    readonly partition: number;
    readonly broker: number;
    readonly from: number;
    readonly to: number;
  };
  readonly 'replication failed': { readonly topic: string; readonly partition: number; readonly broker: number };
};

/** Events of the coordinators of transactions and groups. */
type CoordinatorEvents = {
  /** The coordinator has written this state to `__transaction_state`, on all in-sync replicas. */
  readonly transaction: {
    readonly transactionalId: string;
    readonly state: TransactionState;
    readonly producerId: number;
    readonly epoch: number;
  };
  readonly 'transaction timed out': { readonly transactionalId: string; readonly timeoutMs: number };
  readonly 'transition failed': {
    readonly transactionalId: string;
    readonly from: TransactionState;
    readonly to: TransactionState;
  };
  readonly 'transactions loaded': {
    readonly broker: number;
    readonly partition: number;
    readonly transactions: number;
  };
  /** The leader of a partition has appended a marker. */
  readonly 'marker written': {
    readonly topic: string;
    readonly partition: number;
    readonly marker: 'COMMIT' | 'ABORT';
    readonly producerId: number;
    readonly offset: number;
  };
  readonly 'group rebalances': { readonly group: string; readonly generation: number; readonly reason: string };
  readonly 'group generation': {
    readonly group: string;
    readonly generation: number;
    readonly protocol: string | null;
    readonly leader: string | undefined;
    readonly members: number;
  };
  readonly 'group is empty': { readonly group: string; readonly generation: number };
  readonly 'groups loaded': { readonly broker: number; readonly partition: number; readonly groups: number };
  readonly 'member removed': { readonly group: string; readonly memberId: string; readonly reason: string };
};

/** The states of a transaction at its coordinator. */
type TransactionState =
  | 'Empty'
  | 'Ongoing'
  | 'PrepareCommit'
  | 'PrepareAbort'
  | 'CompleteCommit'
  | 'CompleteAbort'
  | 'Dead'
  | 'PrepareEpochFence';

/** The events of the cluster by name, each with its facts. */
export type ClusterEvents = TopicEvents & BrokerEvents & LogEvents & CoordinatorEvents;
