/**
 * A topic's configuration as users write it: Kafka's dotted keys, typed.
 */
import type { BROKER_KEYS, TOPIC_KEYS, TOPIC_KEYS_WITHOUT_EFFECT } from '../versions/v3_6_1-broker-keys.ts';
import type { InputByType } from './broker-config.ts';

/** The keys of Kafka's topic configuration. Every value may also be written as text, which is what Java's clients take. */
export type TopicConfigInput = {
  readonly [Name in keyof typeof TOPIC_KEYS]?: InputByType[(typeof BROKER_KEYS)[(typeof TOPIC_KEYS)[Name]]['type']];
} & { readonly [Name in keyof typeof TOPIC_KEYS_WITHOUT_EFFECT]?: string | number | boolean };
