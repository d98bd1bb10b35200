/** How the messages of an API are described, and the types of the messages that follow from the descriptions. */

export type PrimitiveType = 'bool' | 'int8' | 'int16' | 'int32' | 'int64' | 'string' | 'uuid' | 'bytes' | 'records';
export type ElementType = 'int32' | 'int64' | 'string' | 'struct';

/** A field of a message. Versions are written as in Kafka's definitions: `3+`, `0-9`, or `2`. */
export interface Field {
  readonly name: string;
  readonly type: PrimitiveType | 'struct' | `[]${ElementType}`;
  readonly versions: string;
  /** Versions in which it may be null. */
  readonly nullable?: string;
  /** Number and versions of a tagged field. */
  readonly tag?: number;
  readonly tagged?: string;
  /** What it has in other versions; otherwise 0, '', false, an empty list, or a struct of such. */
  readonly default?: string | number | boolean | null;
  /** Of a struct, or of the structs in a list. */
  readonly fields?: readonly Field[];
}

/** Both messages of an API. */
export interface ApiSchema {
  readonly key: number;
  readonly versions: string;
  /** Versions with compact lengths and tagged fields (KIP-482); `null` if there are none. */
  readonly flexible: string | null;
  readonly request: readonly Field[];
  readonly response: readonly Field[];
}

/** Records as requests have them, or the pieces that make up those of a response. */
export type RecordsBytes = Uint8Array;
export type RecordsPieces = readonly Uint8Array[];

interface PrimitiveValues {
  readonly bool: boolean;
  readonly int8: number;
  readonly int16: number;
  readonly int32: number;
  readonly int64: number;
  readonly string: string;
  readonly uuid: string;
  readonly bytes: Uint8Array;
}

type OrNull<Described extends Field> = Described extends { readonly nullable: string } ? null : never;

/** A message that has been read: every field is set, those of other versions to their defaults. */
export type MessageRead<Fields extends readonly Field[]> = {
  readonly [Described in Fields[number] as Described['name']]: ValueRead<Described>;
};
type ValueRead<Described extends Field> =
  | OrNull<Described>
  | (Described['type'] extends keyof PrimitiveValues
      ? PrimitiveValues[Described['type']]
      : Described['type'] extends 'records'
        ? RecordsBytes
        : Described['type'] extends '[]struct'
          ? readonly MessageRead<InnerFields<Described>>[]
          : Described['type'] extends 'struct'
            ? MessageRead<InnerFields<Described>>
            : Described['type'] extends `[]${infer Element extends keyof PrimitiveValues}`
              ? readonly PrimitiveValues[Element][]
              : never);

/** A message to write: fields with a default and tagged ones may be left out. */
export type MessageToWrite<Fields extends readonly Field[]> = {
  readonly [Described in Fields[number] as IsOptional<Described, Described['name'], never>]?: ValueToWrite<Described>;
} & {
  readonly [Described in Fields[number] as IsOptional<Described, never, Described['name']>]: ValueToWrite<Described>;
};
type IsOptional<Described, Yes, No> = Described extends { readonly default: unknown } | { readonly tag: number }
  ? Yes
  : No;
type ValueToWrite<Described extends Field> =
  | OrNull<Described>
  | (Described['type'] extends keyof PrimitiveValues
      ? PrimitiveValues[Described['type']]
      : Described['type'] extends 'records'
        ? RecordsPieces
        : Described['type'] extends '[]struct'
          ? readonly MessageToWrite<InnerFields<Described>>[]
          : Described['type'] extends 'struct'
            ? MessageToWrite<InnerFields<Described>>
            : Described['type'] extends `[]${infer Element extends keyof PrimitiveValues}`
              ? readonly PrimitiveValues[Element][]
              : never);

type InnerFields<Described extends Field> = Described extends { readonly fields: infer Inner extends readonly Field[] }
  ? Inner
  : never;
