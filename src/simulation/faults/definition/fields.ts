/**
 * The fields that planned faults are made of.
 */
import { illegalTopicName } from '../../../broker/index.ts';
import * as types from '../../../checks/value-type.ts';
import { unexpectedValue } from './fault.ts';
import type { Field } from './field.ts';
import { brokerId, checkHost, type Hosts, hostList } from './hosts.ts';

const isRatio = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every(types.COUNT.accepts) &&
  Number(value[0]) <= Number(value[1]);
const isHosts = (value: unknown): value is Hosts =>
  types.TEXT.accepts(value) || (Array.isArray(value) && value.length > 0 && value.every(types.TEXT.accepts));

function required<Value>(
  { accepts, expected }: types.ValueType<Value>,
  checkPossible?: NonNullable<Field<Value>['checkPossible']>,
): Field<Value, false> {
  return { accepts, expected, isOptional: false, ...(checkPossible !== undefined && { checkPossible }) };
}

/** A time or a duration of 0 ms or more. */
export const MS: Field<number, false> = required(types.MS);

/** A duration above 0 ms. */
export const DURATION_MS: Field<number, false> = required(types.DURATION_MS);

/** A difference in ms, which may be negative. */
export const OFFSET_MS: Field<number, false> = required(types.OFFSET_MS);

/** A time in ms since the start that has not passed yet. */
export const FUTURE_MS: Field<number, false> = required(types.MS, (ms, place, { nowMs }) => {
  if (ms < nowMs) throw unexpectedValue(place, `a time that has not passed (it is ${nowMs} ms)`, ms);
});

export const COUNT: Field<number, false> = required(types.COUNT);
export const RATIO: Field<readonly [number, number], false> = required(
  types.valueType(isRatio, 'a ratio of at most 1, such as [1, 10]'),
);
export const TRUE: Field<true, false> = required(types.valueType((value): value is true => value === true, 'true'));
export const BOOLEAN: Field<boolean, false> = required(types.BOOLEAN);
export const TOPIC: Field<string, false> = required(types.TOPIC, (name, place) => {
  const problem = illegalTopicName(name);
  if (problem !== undefined) throw unexpectedValue(place, `a legal topic name (${problem})`, name);
});
export const PARTITION: Field<number, false> = required(types.PARTITION);

/** The id of a broker of this cluster. */
export const BROKER: Field<number, false> = required(
  types.valueType(types.WHOLE.accepts, 'the id of a broker'),
  (id, place, { nodes }) => {
    brokerId(id, place, nodes);
  },
);

/** The `client.id` on a request, which may also be that of a follower's fetcher. */
export const CLIENT_ID: Field<string, false> = required(types.valueType(types.TEXT.accepts, 'a client.id'));

/** The key or the value of a record. */
export const RECORD_TEXT: Field<string, false> = required(types.STRING);

/** The host name of a client, which is its `client.id`. */
export const CLIENT: Field<string, false> = required(
  types.valueType(types.TEXT.accepts, 'a client.id'),
  (name, place, { nodes }) => {
    checkHost(name, place, nodes);
  },
);

export const HOSTS: Field<Hosts, false> = required(
  types.valueType(isHosts, 'a host, or a list of hosts'),
  (hosts, place, { nodes }) => {
    for (const name of hostList(hosts)) checkHost(name, place, nodes);
  },
);
