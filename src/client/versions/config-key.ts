/**
 * A configuration key as data: its type, its default and the values it allows. How values are parsed and checked is in
 * src/client/config.
 */

export type ConfigType = 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD';

export interface ConfigKey {
  readonly type: ConfigType;
  /** The value of a key that the user does not set. A key without a default must be set. */
  readonly default?: string | number | boolean | null | readonly string[] | undefined;
  /** The smallest number allowed. */
  readonly min?: number;
  /** The largest number allowed. */
  readonly max?: number;
  /** The only texts allowed. */
  readonly oneOf?: readonly string[];
  /** The only texts allowed, in upper case; the user may write them in any case. */
  readonly oneOfIgnoringCase?: readonly string[];
  /** A number outside of the range from `min` to `max` that is allowed, too. */
  readonly orEqualTo?: number;
  readonly nonNull?: boolean;
  readonly nonEmpty?: boolean;
  /** Of a list: its entries are texts that are not empty; of equal ones only the first counts, and the list must not be `null`. */
  readonly distinct?: boolean;
  /** Whether the defaults of a list are classes in Java, which is how they are logged. */
  readonly areDefaultsClasses?: boolean;
}

/** The keys of one kind of client, in the order of Java's definition, which is the order in which values are checked. */
export type ConfigKeys = Readonly<Record<string, ConfigKey>>;
