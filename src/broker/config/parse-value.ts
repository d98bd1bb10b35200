/**
 * Parses and checks the value of one configuration key as Kafka's ConfigDef does, with its messages.
 */
import { InvalidConfigurationException } from '../../protocol/errors/exceptions.ts';
import type { BrokerKey, ConfigValue } from '../versions/broker-key.ts';

const MAX_INT = 0x7fffffff;

/**
 * `value` as the type of its key.
 *
 * @throws InvalidConfigurationException with the message of Kafka's ConfigException
 */
export function parseValue(name: string, key: BrokerKey, value: ConfigValue): ConfigValue {
  switch (key.type) {
    case 'BOOLEAN':
      return parseBoolean(name, value);
    case 'INT':
    case 'LONG':
      return parseWhole(name, key, value);
    default:
      return parseText(name, key, String(value).trim());
  }
}

function parseBoolean(name: string, value: ConfigValue): boolean {
  const text = String(value).trim().toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(name, value, 'Expected value to be either true or false');
}

function parseWhole(name: string, { type, min }: BrokerKey, value: ConfigValue): number {
  const text = String(value).trim();
  const number = Number(text);
  const isWhole = /^[+-]?\d+$/.test(text) && (type === 'LONG' || Math.abs(number) <= MAX_INT);
  if (!isWhole && number !== Number.POSITIVE_INFINITY) throw invalid(name, value, `Not a number of type ${type}`);
  if (min !== undefined && number < min) throw invalid(name, text, `Value must be at least ${min}`);
  return number;
}

function parseText(name: string, { type, oneOf }: BrokerKey, text: string): string {
  if (oneOf === undefined) return text;
  const entries = type === 'LIST' ? listOf(text) : [text];
  const unknown = entries.find((entry) => !oneOf.includes(entry));
  if (unknown !== undefined) throw invalid(name, unknown, `String must be one of: ${oneOf.join(', ')}`);
  return entries.join(',');
}

/** The entries of a comma-separated value. */
export function listOf(text: string): string[] {
  return text === '' ? [] : text.split(',').map((entry) => entry.trim());
}

function invalid(name: string, value: ConfigValue, reason: string): InvalidConfigurationException {
  return new InvalidConfigurationException(`Invalid value ${value} for configuration ${name}: ${reason}`);
}
