/**
 * The objects that a step of a scenario acts on.
 */
import type { Connections } from './connections.ts';
import type { PlayedCluster } from './played-cluster.ts';
import type { Targets } from './targets.ts';

export interface StepContext {
  readonly cluster: PlayedCluster;
  readonly connections: Connections;
  readonly targets: Targets;
}
