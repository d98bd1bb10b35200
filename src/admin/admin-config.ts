/**
 * The configuration of an admin client, resolved.
 */
import {
  type ClientConfigOptions,
  type ConnectionConfig,
  connectionConfig,
  parseClientConfig,
  wrapping,
} from '../client/config/client-config.ts';
import { logUnused } from '../client/config/config-log.ts';
import { ConfigValues } from '../client/config/config-values.ts';
import { originalsOf, type Properties } from '../client/config/parse-config.ts';
import { unusedKeys } from '../client/config/unused-keys.ts';
import { CLIENT_CLASSES } from '../client/java/java-classes.ts';
import type { AdminClientConfigInput } from './config-input.ts';

export interface AdminClientConfig extends ConnectionConfig {
  /** How often a call is tried again. */
  readonly retries: number;
}

const LOGGER = 'org.apache.kafka.clients.admin.AdminClientConfig';

/**
 * @throws ConfigException for a value that is not allowed
 * @throws KafkaException with a cause, for what Java finds out later in its constructor
 */
export function resolveAdminClientConfig(
  input: AdminClientConfigInput | Properties,
  options: ClientConfigOptions,
): AdminClientConfig {
  const originals = originalsOf(input);
  const keys = options.version.keys.admin;
  const values = parseClientConfig(keys, originals, options);
  // A copy: the default client.id, which is chosen later, is not in it.
  options.log('INFO', LOGGER, new ConfigValues('AdminClientConfig', keys, values.copy(), CLIENT_CLASSES));
  if (values.get('client.id') === '') values.set('client.id', `adminclient-${options.nextClientNumber()}`);
  return wrapping('Failed to create new KafkaAdminClient', () => {
    const connection = connectionConfig(values, options);
    logUnused(unusedKeys(keys, originals), options.version.texts, LOGGER, options.log);
    return { ...connection, retries: values.get('retries') as number };
  });
}
