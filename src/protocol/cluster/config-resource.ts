/** Something that has a configuration: a topic or a broker (org.apache.kafka.common.config.ConfigResource). */

/** Kafka's numbers: 2, 4 and 8. */
export type ConfigResourceType = 'TOPIC' | 'BROKER' | 'BROKER_LOGGER';

export interface ConfigResource {
  readonly type: ConfigResourceType;
  /** The topic's name, or the broker's id as text; empty for the default of all brokers. */
  readonly name: string;
}
