/**
 * Random cases: everything that one run of a program consists of.
 */
import fc from 'fast-check';
import { checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { OBJECT } from '../../checks/value-type.ts';
import type { Case, Program } from '../../explore/index.ts';
import { type ClusterShapeConstraints, clusterShape } from './cluster-shapes.ts';
import { type FaultPlanConstraints, faultPlan } from './fault-plans.ts';
import { producerConfig } from './producer-configs.ts';
import { type WorkloadConstraints, workload } from './workloads.ts';

/** Limits of a random case. */
export interface CaseConstraints {
  /** Used if the program has no `cluster` of its own. */
  readonly cluster?: ClusterShapeConstraints;
  /** Used if the program has no `workload` of its own. */
  readonly workload?: WorkloadConstraints;
  readonly faults?: FaultPlanConstraints;
}

export const CASE_CONSTRAINTS: OptionTypes<CaseConstraints> = { cluster: OBJECT, workload: OBJECT, faults: OBJECT };

/**
 * Random cases of `program`. The cluster, the producer's configuration and the workload are the program's own if it has
 * them, otherwise random.
 *
 * @throws IllegalArgumentException for a constraint that does not exist, or is of another type
 *
 * @example
 * import fc from 'fast-check';
 * import { caseOf } from 'kafka-trial/fast-check';
 *
 * const cluster = { brokers: 1, topics: [{ name: 'payments', partitions: 1, replicationFactor: 1 }] };
 * const [first] = fc.sample(caseOf({ cluster }, { faults: { maxFaults: 2 } }), { seed: 7, numRuns: 1 });
 * console.log(first.cluster.brokers, 'broker');
 * // prints: 1 broker
 */
export function caseOf(
  program: Pick<Program, 'cluster' | 'producer' | 'workload'>,
  constraints: CaseConstraints = {},
): fc.Arbitrary<Case> {
  checkOptions('caseOf()', constraints, CASE_CONSTRAINTS);
  const steps = program.workload;
  return fc
    .record({
      seed: fc.integer({ min: 1, max: 1_000_000 }),
      cluster: program.cluster === undefined ? clusterShape(constraints.cluster) : fc.constant(program.cluster),
      producer: program.producer === undefined ? producerConfig() : fc.constant(program.producer),
      // A part of the program's own steps, in their order, so that fast-check can shrink them.
      workload: steps === undefined ? workload(constraints.workload) : fc.subarray([...steps], { minLength: 1 }),
      plan: faultPlan(constraints.faults),
    })
    .map((drawn) => ({
      ...drawn,
      plan: drawn.plan.filter((fault) => hasOnlyBrokersUpTo(fault, drawn.cluster.brokers ?? 3)),
    }));
}

/** A plan is drawn for the largest cluster; this cluster may have fewer brokers. */
function hasOnlyBrokersUpTo(fault: object, brokers: number): boolean {
  const named = [...JSON.stringify(fault).matchAll(/"broker(?:":|-)(\d+)/g)].map(([, id]) => Number(id));
  return named.every((id) => id <= brokers);
}
