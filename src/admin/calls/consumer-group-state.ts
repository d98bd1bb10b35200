/** The states of consumer groups, as the admin client names them (org.apache.kafka.common.ConsumerGroupState). */

const STATES = ['PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead', 'Empty'] as const;

/** The state of a consumer group at its coordinator. */
export type ConsumerGroupState = (typeof STATES)[number];

export const CONSUMER_GROUP_STATES: readonly ConsumerGroupState[] = STATES;

/** The protocol types of consumer groups: the second one is that of a group that only stores offsets. */
export const CONSUMER_PROTOCOL_TYPES: readonly string[] = ['consumer', ''];
