/**
 * Cases by chance: all that one run of a program is made of.
 */
import fc from 'fast-check';
import type { Case, Program } from '../../explore/index.ts';
import { type ClusterShapeConstraints, clusterShape } from './cluster-shapes.ts';
import { type FaultPlanConstraints, faultPlan } from './fault-plans.ts';
import { producerConfig } from './producer-configs.ts';
import { type WorkloadConstraints, workload } from './workloads.ts';

/** What may vary, and how far. */
export interface CaseConstraints {
  readonly cluster?: ClusterShapeConstraints;
  readonly workload?: WorkloadConstraints;
  readonly faults?: FaultPlanConstraints;
}

/** Cases of `program`: with its own cluster, settings and steps where it has any, and drawn ones where not. */
export function caseOf(
  program: Pick<Program, 'cluster' | 'producer' | 'workload'>,
  constraints: CaseConstraints = {},
): fc.Arbitrary<Case> {
  const steps = program.workload;
  return fc
    .record({
      seed: fc.integer({ min: 1, max: 1_000_000 }),
      cluster: program.cluster === undefined ? clusterShape(constraints.cluster) : fc.constant(program.cluster),
      producer: program.producer === undefined ? producerConfig() : fc.constant(program.producer),
      // A part of them, in their order: so it can become smaller.
      workload: steps === undefined ? workload(constraints.workload) : fc.subarray([...steps], { minLength: 1 }),
      plan: faultPlan(constraints.faults),
    })
    .map((drawn) => ({
      ...drawn,
      plan: drawn.plan.filter((fault) => hasItsBrokers(fault, drawn.cluster.brokers ?? 3)),
    }));
}

/** A plan is drawn for as many brokers as there may be. */
function hasItsBrokers(fault: object, brokers: number): boolean {
  const named = [...JSON.stringify(fault).matchAll(/"broker(?:":|-)(\d+)/g)].map(([, id]) => Number(id));
  return named.every((id) => id <= brokers);
}
