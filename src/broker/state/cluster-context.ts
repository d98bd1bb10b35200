/**
 * What every part of a cluster works with. Each field owns one kind of state; parts pass on only what is needed.
 */
import type { BrokerConfig } from '../config/broker-config.ts';
import type { Brokers } from './broker.ts';
import type { ControlPlaneStore } from './control-plane-store.ts';
import type { Effects } from './effects.ts';
import type { Scheduler } from './scheduler.ts';

export interface ClusterContext {
  /** The same for all brokers. */
  readonly config: BrokerConfig;
  readonly controlPlane: ControlPlaneStore;
  readonly brokers: Brokers;
  readonly effects: Effects;
  readonly scheduler: Scheduler;
}
