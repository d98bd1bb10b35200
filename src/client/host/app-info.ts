/**
 * What a client logs about itself when it starts and when it is closed (Java's AppInfoParser).
 */
import type { ClientVersion } from '../versions/client-version.ts';
import type { ClientHost } from './client-host.ts';
import { ClientLogger } from './logging.ts';

export interface AppInfo {
  readonly version: string;
  readonly commitId: string;
  readonly startTimeMs: number;
}

const LOGGER = 'org.apache.kafka.common.utils.AppInfoParser';

/** The information about a client that starts now. */
export function appInfo({ name, commitId }: ClientVersion, clientHost: ClientHost): AppInfo {
  return { version: name, commitId, startTimeMs: clientHost.now() };
}

export function logAppInfo({ version, commitId, startTimeMs }: AppInfo, clientHost: ClientHost): void {
  const logger = new ClientLogger(clientHost, LOGGER, '', 'main');
  logger.info(`Kafka version: ${version}`);
  logger.info(`Kafka commitId: ${commitId}`);
  logger.info(`Kafka startTimeMs: ${startTimeMs}`);
}

export function logUnregistered(clientId: string, clientHost: ClientHost): void {
  new ClientLogger(clientHost, LOGGER, '', 'main').info(`App info kafka.producer for ${clientId} unregistered`);
}
