/**
 * The entry point `kafka-trial/fast-check`: arbitraries for everything that a run consists of, and the property that
 * every guarantee holds.
 */

export { type CaseConstraints, caseOf } from './cases.ts';
export { type ClusterShapeConstraints, clusterShape } from './cluster-shapes.ts';
export { type EveryGuaranteeOptions, everyGuaranteeHolds, GuaranteeDoesNotHold } from './every-guarantee-holds.ts';
export { type FaultPlanConstraints, faultPlan } from './fault-plans.ts';
export { producerConfig } from './producer-configs.ts';
export { type WorkloadConstraints, workload } from './workloads.ts';
