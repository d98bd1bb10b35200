/**
 * What the client says it is, when it begins and when it ends (Java's AppInfoParser).
 */

import type { ClientHost } from './client-host.ts';
import { ClientLogger } from './logging.ts';

export interface AppInfo {
  readonly version: string;
  readonly commitId: string;
  readonly startTimeMs: number;
}

export const CLIENT_VERSION = '3.6.1';
const CLIENT_COMMIT_ID = '5e3c2b738d253ff5';
const LOGGER = 'org.apache.kafka.common.utils.AppInfoParser';

/** Of a client that begins now. */
export function appInfo(clientHost: ClientHost): AppInfo {
  return { version: CLIENT_VERSION, commitId: CLIENT_COMMIT_ID, startTimeMs: clientHost.now() };
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
