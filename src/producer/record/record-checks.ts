/**
 * Checks what a program passes to send(): the record and its callback. Values that Java's constructor refuses get Java's exceptions;
 * others, which Java's compiler refuses, get an IllegalArgumentException that says how to write what was probably meant.
 *
 * Every send is checked, so the checks of a valid record cost a few comparisons.
 */
import { unexpected } from '../../checks/arguments.ts';
import { startAtCaller } from '../../checks/call-sites.ts';
import { describeValue } from '../../checks/describe-value.ts';
import { didYouMean } from '../../checks/nearest-name.ts';
import { TOPIC } from '../../checks/value-type.ts';
import { IllegalArgumentException, NullPointerException } from '../../protocol/errors/exceptions.ts';

const FIELDS = ['topic', 'partition', 'timestampMs', 'key', 'value', 'headers'] as const;

type RecordFields = { readonly [Name in (typeof FIELDS)[number]]?: unknown };

/**
 * Checks a record that is a plain object.
 *
 * @throws IllegalArgumentException for a field that does not exist, and as `checkFields` does; NullPointerException without a record
 */
export function checkRecord(record: RecordFields): void {
  if (typeof record !== 'object' || record === null) throw startAtCaller(notARecord(record));
  const { topic, partition, timestampMs, key, value, headers } = record;
  let known = 0;
  if (topic !== undefined) known++;
  if (partition !== undefined) known++;
  if (timestampMs !== undefined) known++;
  if (key !== undefined) known++;
  if (value !== undefined) known++;
  if (headers !== undefined) known++;
  let fields = 0;
  for (const _ in record) fields++;
  // Fewer fields are read than there are: some are unknown, or undefined.
  if (fields > known) checkNames(record);
  checkFields(topic, partition, timestampMs);
}

/**
 * The checks of Java's constructor.
 *
 * @throws IllegalArgumentException for a topic that is not a string, and for a partition or timestamp that is neither a whole number,
 * 0 or more, nor missing
 */
export function checkFields(topic: unknown, partition: unknown, timestampMs: unknown): void {
  if (typeof topic !== 'string') throw refusal(topicProblem(topic));
  if (timestampMs !== null && timestampMs !== undefined && !isTimestamp(timestampMs)) {
    throw refusal(timestampProblem(timestampMs));
  }
  if (partition !== null && partition !== undefined && !isPartition(partition)) {
    throw refusal(
      `Invalid partition: ${shown(partition)}. Partition number should always be non-negative or null.${detail(partition, 'a whole number')}`,
    );
  }
}

/** @throws IllegalArgumentException unless it is a function, an object with a method `onCompletion`, or missing */
export function checkCallback(callback: unknown): void {
  if (callback === undefined || callback === null || typeof callback === 'function') return;
  if (typeof (callback as { readonly onCompletion?: unknown }).onCompletion === 'function') return;
  throw refusal(
    `send(record, callback): expected a function (metadata, error) => ..., or an object with a method onCompletion(metadata, error), ` +
      `got ${describeValue(callback)}. send() takes no options; the record's fields are ${FIELDS.join(', ')}`,
  );
}

/** The error of a call with something else in place of a topic's name. */
export function notATopic(call: string, topic: unknown): Error {
  if (topic === null || topic === undefined) return new NullPointerException('topic cannot be null');
  return new IllegalArgumentException(unexpected(call, TOPIC.expected, topic));
}

/** Whether the value is the number of a partition: a Java int that is not negative. */
export function isPartition(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && (value | 0) === value;
}

function isTimestamp(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isSafeInteger(value);
}

/** An error of a call that is wrong. */
function refusal(problem: string): IllegalArgumentException {
  return startAtCaller(new IllegalArgumentException(problem));
}

// --- What is wrong -----------------------------------------------------------------------------------------------------------

function notARecord(given: unknown): Error {
  return given === null || given === undefined
    ? missingRecord(given)
    : new IllegalArgumentException(unexpectedRecord(given));
}

/** The error of a send() of nothing. Java's send() has no check of its own for that. */
export function missingRecord(given: null | undefined): NullPointerException {
  return new NullPointerException(unexpectedRecord(given));
}

function unexpectedRecord(given: unknown): string {
  return `send(record): expected a record such as { topic: 'payments', value: '12 EUR' }, got ${describeValue(given)}`;
}

/** A class of the user's may have more fields than a record. */
function checkNames(record: object): void {
  if (Array.isArray(record)) {
    throw refusal(`send(record): expected one record, got ${describeValue(record)}. Call send() for each of them`);
  }
  const prototype: object | null = Object.getPrototypeOf(record);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return;
  const unknown = Object.keys(record).find((name) => !FIELDS.some((field) => field === name));
  if (unknown === undefined) return;
  if (Object.hasOwn(record, 'messages')) {
    throw refusal(
      `send(record): there is no field 'messages'. That is the form of kafkajs; here, as in Java, send() takes one record: ` +
        `for (const { key, value } of messages) producer.send({ topic, key, value })`,
    );
  }
  const hint = didYouMean(unknown, FIELDS);
  throw refusal(`send(record): there is no field '${unknown}'.${hint} The fields of a record are ${FIELDS.join(', ')}`);
}

function topicProblem(topic: unknown): string {
  if (topic === null || topic === undefined) return 'Topic cannot be null.';
  return `Topic must be a string, but is ${describeValue(topic)}.`;
}

function timestampProblem(timestampMs: unknown): string {
  const advice = hasTime(timestampMs) ? '. Write date.getTime()' : '';
  const more = detail(timestampMs, 'a whole number of ms since the epoch');
  return `Invalid timestamp: ${shown(timestampMs)}. Timestamp should always be non-negative or null.${more}${advice}`;
}

function hasTime(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'getTime' in value;
}

/** A negative whole number, which Java refuses with the same sentence, is explained by that sentence. */
function detail(actual: unknown, expected: string): string {
  return Number.isSafeInteger(actual) ? '' : ` Expected ${expected}, got ${describeValue(actual)}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'bigint' ? `${value}` : describeValue(value);
}
