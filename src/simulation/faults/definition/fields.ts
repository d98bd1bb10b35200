/**
 * The fields that planned faults are made of.
 */
import { illegalTopicName } from '../../../broker/index.ts';
import { unexpectedValue } from './fault.ts';
import type { Field } from './field.ts';
import { brokerId, checkHost, type Hosts, hostList } from './hosts.ts';

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isWhole = (value: unknown): value is number => isInteger(value) && value >= 0;
const isPositive = (value: unknown): value is number => isInteger(value) && value > 0;
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTrue = (value: unknown): value is true => value === true;
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isRatio = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isPositive) && Number(value[0]) <= Number(value[1]);
const isHosts = (value: unknown): value is Hosts =>
  isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));

function required<Value>(
  accepts: (value: unknown) => value is Value,
  expected: string,
  checkPossible?: NonNullable<Field<Value>['checkPossible']>,
): Field<Value, false> {
  return { accepts, expected, isOptional: false, ...(checkPossible !== undefined && { checkPossible }) };
}

/** A time or a duration of 0 ms or more. */
export const MS: Field<number, false> = required(isWhole, 'a whole number of ms, 0 or more');

/** A duration above 0 ms. */
export const DURATION_MS: Field<number, false> = required(isPositive, 'a whole number of ms above 0');

/** A difference in ms, which may be negative. */
export const OFFSET_MS: Field<number, false> = required(isInteger, 'a whole number of ms');

/** A time in ms since the start that has not passed yet. */
export const FUTURE_MS: Field<number, false> = required(isWhole, MS.expected, (ms, place, { nowMs }) => {
  if (ms < nowMs) throw unexpectedValue(place, `a time that has not passed (it is ${nowMs} ms)`, ms);
});

export const COUNT: Field<number, false> = required(isPositive, 'a whole number above 0');
export const RATIO: Field<readonly [number, number], false> = required(
  isRatio,
  'a ratio of at most 1, such as [1, 10]',
);
export const TRUE: Field<true, false> = required(isTrue, 'true');
export const BOOLEAN: Field<boolean, false> = required(isBoolean, 'true or false');
export const TOPIC: Field<string, false> = required(isText, 'the name of a topic', (name, place) => {
  const problem = illegalTopicName(name);
  if (problem !== undefined) throw unexpectedValue(place, `a legal topic name (${problem})`, name);
});
export const PARTITION: Field<number, false> = required(isWhole, 'the number of a partition');

/** The id of a broker of this cluster. */
export const BROKER: Field<number, false> = required(isWhole, 'the id of a broker', (id, place, { nodes }) => {
  brokerId(id, place, nodes);
});

/** The `client.id` on a request, which may also be that of a follower's fetcher. */
export const CLIENT_ID: Field<string, false> = required(isText, 'a client.id');

/** The host name of a client, which is its `client.id`. */
export const CLIENT: Field<string, false> = required(isText, 'a client.id', (name, place, { nodes }) => {
  checkHost(name, place, nodes);
});

export const HOSTS: Field<Hosts, false> = required(isHosts, 'a host, or a list of hosts', (hosts, place, { nodes }) => {
  for (const name of hostList(hosts)) checkHost(name, place, nodes);
});
