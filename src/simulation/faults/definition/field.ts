/**
 * How one field of a planned fault is read: which values it takes, and whether a value makes sense in this cluster.
 */
import type { ValueType } from '../../../checks/value-type.ts';
import type { Node } from '../../../protocol/cluster/node.ts';

/** The simulation that a plan is checked against. */
export interface PlanContext {
  /** All brokers, running or not. */
  readonly nodes: readonly Node[];
  /** The current time in ms since the start. */
  readonly nowMs: number;
}

export interface Field<Value, IsOptional extends boolean = boolean> extends ValueType<Value> {
  readonly isOptional: IsOptional;
  /** @throws FaultError if the value names something that does not exist in this simulation or can no longer happen */
  checkPossible?(value: Value, place: string, context: PlanContext): void;
}

/** One field for each property of `Data` other than `do`, optional where the property is. */
export type FieldsOf<Data> = {
  readonly [Name in Exclude<keyof Data, 'do'>]-?: unknown extends Data[Name]
    ? Field<unknown>
    : undefined extends Data[Name]
      ? Field<Exclude<Data[Name], undefined>, true>
      : Field<Data[Name], false>;
};

export type AnyFields = Readonly<Record<string, Field<unknown>>>;

/** The same field, but it may be left out. */
export function optional<Value>(field: Field<Value>): Field<Value, true> {
  return { ...field, isOptional: true };
}
