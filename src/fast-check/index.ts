/**
 * The door `kafka-trial/fast-check`: everything a run is made of as arbitraries, and the property that every promise holds.
 */

export { type CaseConstraints, caseOf } from './cases.ts';
export { type ClusterShapeConstraints, clusterShape } from './cluster-shapes.ts';
export { type EveryPromiseOptions, everyPromiseHolds, PromiseDoesNotHold } from './every-promise-holds.ts';
export { type FaultPlanConstraints, faultPlan } from './fault-plans.ts';
export { producerConfig } from './producer-configs.ts';
export { type WorkloadConstraints, workload } from './workloads.ts';
