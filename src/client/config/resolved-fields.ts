/**
 * The fields of a resolved configuration that are the parsed values of keys, unchanged: a table says which field holds the
 * value of which key, and gives both the type and the object.
 */

import type { ConfigKey, ConfigKeys } from '../versions/config-key.ts';
import type { ParsedValues } from './parsed-values.ts';

/** Names a key for each field. */
export type FieldTable<Keys extends ConfigKeys> = Readonly<Record<string, keyof Keys & string>>;

export type ResolvedFields<Keys extends ConfigKeys, Fields extends FieldTable<Keys>> = {
  readonly [Field in keyof Fields]: ParsedValue<Keys[Fields[Field]]>;
};

type ParsedValue<Key extends ConfigKey> = Key extends { readonly default: null }
  ? ParsedByType<Key> | null
  : ParsedByType<Key>;

type ParsedByType<Key extends ConfigKey> = Key extends { readonly oneOf: readonly (infer Allowed)[] }
  ? Allowed
  : ParsedTypes[Key['type']];

interface ParsedTypes {
  readonly BOOLEAN: boolean;
  readonly STRING: string;
  readonly PASSWORD: string;
  readonly INT: number;
  readonly SHORT: number;
  readonly LONG: number;
  readonly DOUBLE: number;
  readonly LIST: readonly unknown[];
  readonly CLASS: unknown;
}

export function resolveFields<Keys extends ConfigKeys, Fields extends FieldTable<Keys>>(
  values: ParsedValues,
  fields: Fields,
): ResolvedFields<Keys, Fields> {
  // Not an empty object: with that many fields added one by one, it would become a dictionary, which is slow.
  const resolved: Record<string, unknown> = { ...fields };
  for (const field in fields) resolved[field] = values.get(fields[field] as string);
  return resolved as ResolvedFields<Keys, Fields>;
}
