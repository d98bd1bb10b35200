/**
 * Checks what user code passes to a call. An error says what was passed where, what is expected there, and what is there.
 */
import { IllegalArgumentException } from '../protocol/errors/exceptions.ts';
import { describeValue } from './describe-value.ts';
import { didYouMean } from './nearest-name.ts';
import { OBJECT, type ValueType } from './value-type.ts';

/** One type for each option; all options may be left out, and `undefined` counts as left out. */
export type OptionTypes<Options> = { readonly [Name in keyof Options]-?: ValueType };

/**
 * `sim.advance(ms): expected a whole number of ms, 0 or more, got "10"`
 *
 * @param words what a text may be; the nearest of them is suggested
 */
export function unexpected(place: string, expected: string, actual: unknown, words: readonly string[] = []): string {
  const hint = typeof actual === 'string' ? didYouMean(actual, words) : '';
  return `${place}: expected ${expected}, got ${describeValue(actual)}${hint === '' ? '' : `.${hint}`}`;
}

/** `createTopic(): there is no option 'numPartitions'. Did you mean 'partitions'? The options are partitions, ...` */
export function unknownName(call: string, noun: string, name: string, names: readonly string[]): string {
  return `${call}: there is no ${noun} '${name}'.${didYouMean(name, names)} The ${noun}s are ${names.join(', ')}`;
}

/** The error for an argument of another type. @param place the call and its parameter: `sim.advance(ms)` */
export function illegalArgument(
  place: string,
  value: unknown,
  { expected, words }: ValueType,
): IllegalArgumentException {
  return new IllegalArgumentException(unexpected(place, expected, value, words));
}

/** @throws IllegalArgumentException unless `value` is of the type */
export function checkArgument(place: string, value: unknown, type: ValueType): void {
  if (!type.accepts(value)) throw illegalArgument(place, value, type);
}

export interface OptionCheck<Options> {
  /** What the options are called. Default: option. */
  readonly noun?: 'option' | 'field' | 'word';
  /** The options that must be there. Default: none. */
  readonly required?: readonly (keyof Options & string)[];
}

/**
 * @param place the call that takes the options: `sim.createTopic()`
 * @throws IllegalArgumentException for an option that does not exist, with the nearest name, and for one that is of another type or missing
 */
export function checkOptions<Options>(
  place: string,
  options: unknown,
  types: OptionTypes<Options>,
  { noun = 'option', required = [] }: OptionCheck<Options> = {},
): void {
  if (!OBJECT.accepts(options)) {
    throw new IllegalArgumentException(unexpected(place, `an object with ${noun}s`, options));
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(types, name)) {
      throw new IllegalArgumentException(unknownName(place, noun, name, Object.keys(types)));
    }
    const type = types[name as keyof Options];
    if (value !== undefined && !type.accepts(value)) throw illegalArgument(`${place}, ${noun} '${name}'`, value, type);
  }
  for (const name of required) {
    if (options[name] === undefined) throw illegalArgument(`${place}, ${noun} '${name}'`, undefined, types[name]);
  }
}
