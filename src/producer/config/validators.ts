/**
 * Ranges of configuration values.
 *
 * Owns: the checks of Java's ConfigDef validators, with their messages.
 */
import { invalidValue, type Validator } from './config-def.ts';

export function atLeast(min: number): Validator {
  return between(min, Number.POSITIVE_INFINITY);
}

export function between(min: number, max: number, fractionDigits: number = 0): Validator {
  const words = (bound: number): string => (fractionDigits === 0 ? String(bound) : decimal(bound, fractionDigits));
  return (name, value) => {
    if (typeof value !== 'number') throw invalidValue(name, value, 'Value must be non-null');
    if (value < min) throw invalidValue(name, value, `Value must be at least ${words(min)}`);
    if (value > max) throw invalidValue(name, value, `Value must be no more than ${words(max)}`);
  };
}

export function oneOf(...allowed: readonly string[]): Validator {
  return (name, value) => {
    if (typeof value === 'string' && allowed.includes(value)) return;
    throw invalidValue(name, value, `String must be one of: ${allowed.join(', ')}`);
  };
}

export function oneOfIgnoringCase(...allowed: readonly string[]): Validator {
  return (name, value) => {
    if (typeof value === 'string' && allowed.includes(value.toUpperCase())) return;
    throw invalidValue(name, value, `String must be one of (case insensitive): ${allowed.join(', ')}`);
  };
}

export const nonNull: Validator = (name, value) => {
  if (value === null) throw invalidValue(name, value, 'entry must be non null');
};

export const nonEmptyString: Validator = (name, value) => {
  if (value === '') throw invalidValue(name, value, 'String must be non-empty');
};

/** Java prints the bound 1 of a double as 1.0. */
function decimal(bound: number, fractionDigits: number): string {
  return Number.isInteger(bound) ? bound.toFixed(fractionDigits) : String(bound);
}
