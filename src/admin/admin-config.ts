/**
 * The configuration of an admin client: its keys with Kafka 3.6.1's types, defaults and ranges, and their resolved values.
 */
import {
  type ClientConfigOptions,
  type ConnectionConfig,
  connectionConfig,
  parseClientConfig,
  wrapping,
} from '../client/config/client-config.ts';
import { connectionKeys } from '../client/config/client-keys.ts';
import { type ConfigDef, defineConfig, key, originalsOf, type Properties } from '../client/config/config-def.ts';
import { logUnused } from '../client/config/config-log.ts';
import { unusedKeys } from '../client/config/unused-keys.ts';
import { between } from '../client/config/validators.ts';
import type { AdminClientConfigInput } from './config-input.ts';

const MAX_INT = 0x7fffffff;

export const ADMIN_CLIENT_KEYS: ConfigDef = defineConfig({
  // Required, unlike a producer's: Java gives it no default.
  'bootstrap.servers': key('LIST'),
  retries: key('INT', MAX_INT, between(0, MAX_INT)),
  ...connectionKeys(300_000),
});

export interface AdminClientConfig extends ConnectionConfig {
  /** Of one call. */
  readonly retries: number;
}

const LOGGER = 'org.apache.kafka.clients.admin.AdminClientConfig';

/** Throws ConfigException for a bad value, KafkaException with a cause for what Java finds out later. */
export function resolveAdminClientConfig(
  input: AdminClientConfigInput | Properties,
  options: ClientConfigOptions,
): AdminClientConfig {
  const originals = originalsOf(input);
  const values = parseClientConfig(ADMIN_CLIENT_KEYS, originals);
  if (values.get('client.id') === '') values.set('client.id', `adminclient-${options.nextClientNumber()}`);
  return wrapping('Failed to create new KafkaAdminClient', () => {
    const connection = connectionConfig(values, options);
    logUnused(unusedKeys(ADMIN_CLIENT_KEYS, originals), LOGGER, options.log);
    return { ...connection, retries: values.get('retries') as number };
  });
}
