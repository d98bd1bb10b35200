/** Something that has a configuration: a topic or a broker. */

/** What a configuration belongs to; Kafka's numbers are 2, 4 and 8. */
export type ConfigResourceType = 'TOPIC' | 'BROKER' | 'BROKER_LOGGER';

/** A topic or a broker that has a configuration (Java: org.apache.kafka.common.config.ConfigResource). */
export interface ConfigResource {
  readonly type: ConfigResourceType;
  /** The topic's name, or the broker's id as text; empty for the default of all brokers. */
  readonly name: string;
}
