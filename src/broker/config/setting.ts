/**
 * One configuration key: how its value is read, checked and defaulted.
 *
 * Owns: parsing of values in Kafka's manner (ConfigDef), with Kafka's wording. Refuses to know: which keys exist.
 */
import { InvalidConfigurationException } from '../../protocol/exceptions.ts';

export type ConfigValue = string | number | boolean;

export interface Setting {
  readonly type: 'boolean' | 'int' | 'long' | 'string' | 'list';
  readonly defaultValue: ConfigValue;
  /** Smallest number allowed. */
  readonly min?: number;
  /** The only texts allowed; of a list, each entry. */
  readonly oneOf?: readonly string[];
}

const MAX_INT = 0x7fffffff;

/**
 * `value` as the setting's type.
 * @throws InvalidConfigurationException with the text of Kafka's ConfigException
 */
export function parseSetting(name: string, setting: Setting, value: ConfigValue): ConfigValue {
  switch (setting.type) {
    case 'boolean':
      return parseBoolean(name, value);
    case 'int':
    case 'long':
      return parseWhole(name, setting, value);
    default:
      return parseText(name, setting, String(value).trim());
  }
}

function parseBoolean(name: string, value: ConfigValue): boolean {
  const text = String(value).trim().toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(name, value, 'Expected value to be either true or false');
}

function parseWhole(name: string, { type, min }: Setting, value: ConfigValue): number {
  const text = String(value).trim();
  const number = Number(text);
  const isWhole = /^[+-]?\d+$/.test(text) && (type === 'long' || Math.abs(number) <= MAX_INT);
  if (!isWhole && number !== Number.POSITIVE_INFINITY) {
    throw invalid(name, value, `Not a number of type ${type.toUpperCase()}`);
  }
  if (min !== undefined && number < min) throw invalid(name, text, `Value must be at least ${min}`);
  return number;
}

function parseText(name: string, { type, oneOf }: Setting, text: string): string {
  if (oneOf === undefined) return text;
  const entries = type === 'list' ? listOf(text) : [text];
  const alien = entries.find((entry) => !oneOf.includes(entry));
  if (alien !== undefined) throw invalid(name, alien, `String must be one of: ${oneOf.join(', ')}`);
  return entries.join(',');
}

/** The entries of a comma-separated value. */
export function listOf(text: string): string[] {
  return text === '' ? [] : text.split(',').map((entry) => entry.trim());
}

function invalid(name: string, value: ConfigValue, reason: string): InvalidConfigurationException {
  return new InvalidConfigurationException(`Invalid value ${value} for configuration ${name}: ${reason}`);
}
