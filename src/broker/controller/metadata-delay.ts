/**
 * Metadata that reaches a broker later than the others: in KRaft mode the broker reads the metadata log late, in ZooKeeper mode it
 * receives LeaderAndIsr and UpdateMetadata late.
 *
 * Unlike a broker that is cut off from the controller (controller-link.ts), such a broker keeps its session, and the controller serves
 * its requests. But a leader that does not know the present state of its partition cannot change the in-sync replicas.
 */
import { removeLaggards } from '../replication/in-sync.ts';
import { answerAllWaitingFollowers } from '../replication/serve-followers.ts';
import type { Broker } from '../state/broker.ts';
import type { ControlPlane } from '../state/control-plane.ts';
import { applyControlPlane } from './apply-partitions.ts';
import type { Controller } from './controller.ts';
import { updateTopicConfigs } from './topic-settings.ts';

/** From now on the broker receives changes of the control plane `delayMs` later than others; 0: no later. */
export function delayMetadata(controller: Controller, broker: Broker, delayMs: number): void {
  if (broker.metadataDelayMs === delayMs) return;
  broker.metadataDelayMs = delayMs;
  controller.controlPlane.onTransition = (before, after) => noteTransition(controller, before, after);
  controller.effects.event('metadata delayed', { broker: broker.id, delayMs });
}

/**
 * A broker that has just been registered knows what preceded its registration: it takes its roles, as far as it has not been
 * given them.
 */
export function takeKnownRoles(controller: Controller, brokerId: number): void {
  const manager = controller.replication.manager(brokerId);
  const known = manager?.broker.outdatedControlPlane;
  if (manager !== undefined && known !== undefined) applyControlPlane(controller, manager, known);
}

function noteTransition(controller: Controller, before: ControlPlane, after: ControlPlane): void {
  if (!isVisible(before, after)) return;
  for (const broker of controller.brokers.all) {
    const isDelayed = broker.metadataDelayMs > 0 || broker.comingControlPlanes.length > 0;
    if (!isDelayed || !broker.isUp || !broker.hasController || !isRegistered(before, broker.id)) continue;
    broker.outdatedControlPlane ??= before;
    send(controller, broker, after);
  }
}

function send(controller: Controller, broker: Broker, plane: ControlPlane): void {
  const { scheduler } = controller;
  const { comingControlPlanes: coming, incarnation } = broker;
  const last = coming.at(-1);
  if (last?.sinceMs === scheduler.nowMs) {
    last.plane = plane;
    return;
  }
  const dueMs = Math.max(scheduler.nowMs + broker.metadataDelayMs, last?.dueMs ?? 0);
  coming.push({ sinceMs: scheduler.nowMs, dueMs, plane });
  scheduler.plan(dueMs, () => {
    if (broker.incarnation === incarnation) receive(controller, broker);
  });
}

/** The broker receives what is due by now. */
function receive(controller: Controller, broker: Broker): void {
  const { comingControlPlanes: coming, id } = broker;
  const { scheduler, replication, effects } = controller;
  const due = coming.filter(({ dueMs }) => dueMs <= scheduler.nowMs);
  const received = due.at(-1);
  const manager = replication.manager(id);
  if (received === undefined || manager === undefined) return;
  coming.splice(0, due.length);
  updateTopicConfigs(controller, broker, received.plane);
  broker.outdatedControlPlane = coming.length === 0 ? undefined : received.plane;
  effects.event('metadata received', { broker: id, lateMs: scheduler.nowMs - received.sinceMs });
  applyControlPlane(controller, manager, received.plane);
  for (const replica of manager.replicas()) if (replica.isLeader) removeLaggards(manager, replica);
  // Followers that have caught up may join the in-sync replicas now: they fetch again.
  answerAllWaitingFollowers(manager);
}

/** Whether brokers can see the difference. */
function isVisible(before: ControlPlane, after: ControlPlane): boolean {
  return (
    before.topics !== after.topics || before.brokers !== after.brokers || before.controllerId !== after.controllerId
  );
}

function isRegistered({ brokers }: ControlPlane, brokerId: number): boolean {
  return brokers.some(({ node, isRegistered: registered }) => node.id === brokerId && registered);
}
