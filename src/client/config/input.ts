/**
 * Configurations as users write them: objects with Kafka's dotted keys, typed by the tables of keys of a version.
 *
 * A number may also be written as text, as in a .properties file. A `Properties` (a Map) takes any keys and values.
 */
import type { ConfigKey, ConfigKeys } from '../versions/config-key.ts';

/** A number, or its digits. */
export type NumberInput = number | `${number}`;
export type LongInput = NumberInput | bigint;
export type BooleanInput = boolean | 'true' | 'false';
/** A list, or its entries separated by commas. */
export type ListInput = string | readonly string[];

/** What a user may write for these keys. All are optional; a missing required key is refused when the client is made. */
export type ConfigInput<Keys extends ConfigKeys> = { readonly [Name in keyof Keys]?: ValueInput<Keys[Name]> };

type ValueInput<Key extends ConfigKey> = Key extends { readonly default: null }
  ? TypeInput<Key> | null
  : TypeInput<Key>;

type TypeInput<Key extends ConfigKey> = Key extends { readonly oneOf: readonly (infer Allowed)[] }
  ? Allowed
  : InputByType[Key['type']];

interface InputByType {
  readonly BOOLEAN: BooleanInput;
  readonly STRING: string;
  readonly PASSWORD: string;
  readonly INT: NumberInput;
  readonly SHORT: NumberInput;
  readonly LONG: LongInput;
  readonly DOUBLE: NumberInput;
  readonly LIST: ListInput;
  readonly CLASS: string | (new () => object);
}
