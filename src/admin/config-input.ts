/**
 * An admin client's configuration as users write it: Kafka's dotted keys, typed.
 */
import type { ConnectionConfigInput, NumberInput, SecurityConfigInput } from '../client/config/input.ts';

interface AdminOwnConfigInput extends ConnectionConfigInput {
  readonly retries?: NumberInput;
  readonly 'default.api.timeout.ms'?: NumberInput;
}

export type AdminClientConfigInput = AdminOwnConfigInput & SecurityConfigInput;
