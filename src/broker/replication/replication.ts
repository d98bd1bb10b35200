/**
 * Puts replication together: a replica manager for each broker, and the work that becomes due at a time.
 */
import { Purgatory } from '../purgatory/purgatory.ts';
import type { ClusterContext } from '../state/cluster-context.ts';
import { Deadline } from '../state/deadline.ts';
import { expireProduce } from './delayed-produce.ts';
import { abandonLostFetches } from './follow.ts';
import { HostedReplicas } from './hosted-replicas.ts';
import { removeLaggards } from './in-sync.ts';
import { LEADER_HINTS } from './leader-hints.ts';
import { checkRetention } from './log-retention.ts';
import { ReplicaManager, type Replication } from './replica-manager.ts';
import { answerWaitingConsumer } from './serve-consumers.ts';
import { sendFollowerNotices } from './serve-followers.ts';
import { SessionIds } from './sessions/fetch-session-cache.ts';

export function createReplication(context: ClusterContext): Replication {
  const { scheduler, brokers } = context;
  const managers: ReplicaManager[] = [];
  const managersById: ReplicaManager[] = [];
  const replication: Replication = {
    config: context.config,
    controlPlane: context.controlPlane,
    brokers,
    effects: context.effects,
    scheduler,
    managers,
    manager: (brokerId) => managersById[brokerId],
    delayedProduces: new Purgatory(scheduler, (operation) => expireProduce(replication, operation)),
    leaderHints: LEADER_HINTS[context.config.version.policies.leaderHints],
    delayedFetches: new Purgatory(scheduler, (delayed) => answerWaitingConsumer(replication, delayed)),
    followerNotice: new Deadline(scheduler, () => sendFollowerNotices(replication)),
    lagCheck: new Deadline(scheduler, () => checkLag(replication)),
    retentionCheck: new Deadline(scheduler, () => checkRetention(replication)),
    sessionIds: new SessionIds(),
    onIsrExpanded: undefined,
  };
  const hosted = new HostedReplicas(brokers.all.length);
  for (const broker of brokers.all) {
    const manager = new ReplicaManager(broker, replication, hosted, managers.length);
    broker.keepInMemory(manager);
    managers.push(manager);
    managersById[broker.id] = manager;
  }
  return replication;
}

function checkLag(replication: Replication): void {
  abandonLostFetches(replication);
  for (const leader of replication.managers) {
    if (!leader.broker.isUp) continue;
    for (const replica of leader.replicas()) if (replica.isLeader) removeLaggards(leader, replica);
  }
}
