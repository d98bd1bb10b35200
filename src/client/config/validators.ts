/**
 * Ranges of configuration values.
 *
 * Owns: the checks of Java's ConfigDef validators, with their messages.
 */
import { invalidValue, type Validator } from './config-def.ts';

export function atLeast(min: number): Validator {
  return between(min, Number.POSITIVE_INFINITY);
}

export function between(min: number, max: number): Validator {
  return range(min, max, String);
}

/** The same for a key of type DOUBLE. */
export function betweenDoubles(min: number, max: number): Validator {
  return range(min, max, doubleText);
}

function range(min: number, max: number, text: (value: number) => string): Validator {
  return (name, value) => {
    if (typeof value !== 'number') throw invalidValue(name, value, 'Value must be non-null');
    if (value < min) throw invalidValue(name, text(value), `Value must be at least ${text(min)}`);
    if (value > max) throw invalidValue(name, text(value), `Value must be no more than ${text(max)}`);
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

/** As Java's Double.toString writes it: 1.0, and 2.5E9 from ten million on. */
function doubleText(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? value.toFixed(1) : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
