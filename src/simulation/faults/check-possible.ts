/**
 * Checks whether a fault can happen in this simulation: whether the brokers it names exist, and whether its time has
 * not passed.
 */
import type { PlanContext } from './definition/field.ts';
import type { PlannedFault } from './fault-plan.ts';
import { fieldsOf } from './read-fault-plan.ts';
import { ENVIRONMENT_WORDS } from './vocabulary.ts';

/** @throws FaultError that says what is possible instead; `place` is where the fault stands in its plan */
export function checkPossible(fault: PlannedFault, place: string, context: PlanContext): void {
  const values = fault as unknown as Readonly<Record<string, unknown>>;
  const fields = fieldsOf(fault);
  for (const name in fields) {
    if (values[name] !== undefined) fields[name]?.checkPossible?.(values[name], `${place}.${name}`, context);
  }
  if (!('on' in fault)) ENVIRONMENT_WORDS[fault.do].checkPossible?.(fault, place);
}
