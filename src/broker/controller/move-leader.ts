/**
 * Moving a partition's leadership on request.
 */
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import { NO_LEADER } from '../state/control-plane.ts';
import { moveLeader } from './apply-partitions.ts';
import type { Controller } from './controller.ts';

/**
 * Makes a broker the leader of a partition. Does nothing if it is already.
 * @throws IllegalArgumentException if the partition does not exist or the broker is not in sync
 */
export function setLeader(controller: Controller, topic: string, partition: number, brokerId: number): void {
  const state = controller.controlPlane.partition(topic, partition);
  if (state === undefined) {
    throw new IllegalArgumentException(`Cannot set the leader of ${topic}-${partition}: there is no such partition.`);
  }
  if (!state.isr.includes(brokerId) || !controller.brokers.isUp(brokerId)) {
    throw new IllegalArgumentException(
      `Broker ${brokerId} cannot lead ${topic}-${partition}: its in-sync replicas are [${state.isr.join(', ')}].`,
    );
  }
  if (state.leader !== brokerId) moveLeader(controller, [topic, state], brokerId);
}

/**
 * Makes the preferred leader, the first replica of the partition, its leader.
 * @throws IllegalArgumentException if the partition does not exist, or its preferred leader is down or not in sync
 */
export function electPreferredLeader(controller: Controller, topic: string, partition: number): void {
  const preferred = controller.controlPlane.partition(topic, partition)?.replicas[0] ?? NO_LEADER;
  setLeader(controller, topic, partition, preferred);
}
