/**
 * The values of a configuration as text, as Java logs them when a client is created (AbstractConfig.logAll).
 */

import type { JavaClasses } from '../java/java-classes.ts';
import type { ConfigKeys, ConfigType } from '../versions/config-key.ts';
import { isDefault } from './parse-config.ts';
import type { ParsedValues } from './parsed-values.ts';
import { doubleText } from './value-checks.ts';

const HIDDEN = '[hidden]';
const LONGEST_LONG = 2n ** 63n - 1n;

/** The text is made when it is asked for: it has some ninety lines, and most hosts do not look at it. */
export class ConfigValues {
  private readonly name: string;
  private readonly keys: ConfigKeys;
  private readonly values: ParsedValues;
  private readonly classes: JavaClasses;

  /**
   * @param name Java's name of the configuration: `ProducerConfig`
   * @param values of all keys, parsed; must not change afterwards
   */
  constructor(name: string, keys: ConfigKeys, values: ParsedValues, classes: JavaClasses) {
    this.name = name;
    this.keys = keys;
    this.values = values;
    this.classes = classes;
  }

  /** `ProducerConfig values: ` and a line for each key, in alphabetical order. The last line has a line ending, too. */
  toString(): string {
    const { keys } = this;
    const lines = Object.keys(keys)
      .toSorted()
      .map((key) => `\t${key} = ${this.textOf(key)}\n`);
    return `${this.name} values: \n${lines.join('')}`;
  }

  private textOf(name: string): string {
    const { keys, classes } = this;
    const { type, areDefaultsClasses } = keys[name]!;
    const value = this.values.get(name);
    if (areDefaultsClasses === true && isDefault(keys, name, value)) {
      return `[${(value as readonly string[]).map((item) => `class ${item}`).join(', ')}]`;
    }
    return valueText(value, type, classes);
  }
}

function valueText(value: unknown, type: ConfigType, classes: JavaClasses): string {
  if (value === null || value === undefined) return 'null';
  switch (type) {
    case 'PASSWORD':
      return HIDDEN;
    case 'LIST':
      return `[${(value as readonly unknown[]).map((item) => itemText(item, classes)).join(', ')}]`;
    case 'DOUBLE':
      return doubleText(value as number);
    case 'LONG':
      return longText(value as number);
    default:
      return itemText(value, classes);
  }
}

function itemText(item: unknown, classes: JavaClasses): string {
  return typeof item === 'function' ? `class ${classes.nameOf(item)}` : String(item);
}

/** The largest long is rounded up when it is parsed. */
function longText(value: number): string {
  const whole = BigInt(value);
  return String(whole > LONGEST_LONG ? LONGEST_LONG : whole);
}
