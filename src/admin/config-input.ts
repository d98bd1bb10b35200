/**
 * An admin client's configuration as users write it: Kafka's dotted keys, typed.
 */
import type { ConfigInput } from '../client/config/input.ts';
import type { AdminKeys } from '../client/versions/v3_6_1-admin-and-consumer-keys.ts';

/** The keys of Java's AdminClientConfig. Unknown keys do not compile; write a Map to try one. */
export type AdminClientConfigInput = ConfigInput<AdminKeys>;
