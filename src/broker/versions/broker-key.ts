/**
 * A configuration key of brokers as data: its type, its default and the values it allows. How values are parsed and checked
 * is in src/broker/config.
 */

export type ConfigValue = string | number | boolean;

export interface BrokerKey {
  readonly type: 'BOOLEAN' | 'INT' | 'LONG' | 'STRING' | 'LIST';
  readonly default: ConfigValue;
  /** The smallest number allowed. */
  readonly min?: number;
  /** The only texts allowed; for a list, the only entries. */
  readonly oneOf?: readonly string[];
}

export type BrokerKeys = Readonly<Record<string, BrokerKey>>;
