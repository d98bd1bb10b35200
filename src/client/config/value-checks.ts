/**
 * The checks of parsed configuration values, with the messages of the validators in Java's ConfigDef.
 */
import { ConfigException } from '../../protocol/errors/exceptions.ts';
import type { ConfigKey } from '../versions/config-key.ts';

/** @throws ConfigException if the key does not allow the value */
export function checkValue(name: string, value: unknown, key: ConfigKey): void {
  if (key.distinct === true) checkDistinctList(name, value, key);
  if (key.nonNull === true && value === null) throw invalidValue(name, value, 'entry must be non null');
  if (key.nonEmpty === true && value === '') throw invalidValue(name, value, 'String must be non-empty');
  if (key.min !== undefined || key.max !== undefined) checkRange(name, value, key);
  if (key.oneOf !== undefined && !(typeof value === 'string' && key.oneOf.includes(value))) {
    throw invalidValue(name, value, `String must be one of: ${key.oneOf.join(', ')}`);
  }
  const { oneOfIgnoringCase } = key;
  if (oneOfIgnoringCase === undefined) return;
  if (typeof value === 'string' && oneOfIgnoringCase.includes(value.toUpperCase())) return;
  throw invalidValue(name, value, `String must be one of (case insensitive): ${oneOfIgnoringCase.join(', ')}`);
}

/** As Java's ValidList, since 4.1. Equal entries have been removed before. */
function checkDistinctList(name: string, value: unknown, { nonEmpty }: ConfigKey): void {
  if (value === null) throw new ConfigException(`Configuration '${name}' values must not be null.`);
  const entries = value as readonly unknown[];
  if (nonEmpty === true && entries.length === 0) {
    const text = `Configuration '${name}' must not be empty. Valid values include: any non-empty value`;
    throw new ConfigException(text);
  }
  if (entries.includes('')) throw new ConfigException(`Configuration '${name}' values must not be empty.`);
}

function checkRange(name: string, value: unknown, { type, min, max, orEqualTo }: ConfigKey): void {
  const text = type === 'DOUBLE' ? doubleText : String;
  if (typeof value !== 'number') throw invalidValue(name, value, 'Value must be non-null');
  if (orEqualTo !== undefined) {
    if (value === orEqualTo || (value >= min! && value <= max!)) return;
    throw invalidValue(name, value, `Value must be between ${min} and ${max} or equal to ${orEqualTo}`);
  }
  if (min !== undefined && value < min) throw invalidValue(name, text(value), `Value must be at least ${text(min)}`);
  if (max !== undefined && value > max) {
    throw invalidValue(name, text(value), `Value must be no more than ${text(max)}`);
  }
}

/** An exception about a value, with Java's message. */
export function invalidValue(name: string, value: unknown, problem: string): ConfigException {
  const text = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return new ConfigException(`Invalid value ${text} for configuration ${name}: ${problem}`);
}

/** A number as Java's Double.toString prints it: 1.0, and 2.5E9 from ten million on. */
export function doubleText(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? value.toFixed(1) : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
