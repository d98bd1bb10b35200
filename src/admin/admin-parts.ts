/** What an admin client is made of. */

import { backoffJitter } from '../client/backoff/exponential-backoff.ts';
import { CallRunner } from '../client/call-runner.ts';
import { configLogOf } from '../client/config/config-log.ts';
import type { Properties } from '../client/config/parse-config.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { Log } from '../client/host/logging.ts';
import { TopicsMetadata } from '../client/metadata/topics-metadata.ts';
import { type ClientVersion, DEFAULT_CLIENT_VERSION } from '../client/versions/index.ts';
import { resolveAdminClientConfig } from './admin-config.ts';
import type { AdminClientConfigInput } from './config-input.ts';
import { RunningCalls } from './running/running-calls.ts';

export interface AdminClientOptions {
  /** The N of the default client.id `adminclient-N`. */
  readonly clientNumber: number;
  /** Default: DEFAULT_CLIENT_VERSION. */
  readonly version?: ClientVersion;
}

/** @throws ConfigException for a value that is not allowed, KafkaException with a cause for what Java finds out later */
export function runningCallsOf(
  config: AdminClientConfigInput | Properties,
  clientHost: ClientHost,
  options: AdminClientOptions,
): RunningCalls {
  const { version = DEFAULT_CLIENT_VERSION, clientNumber } = options;
  const nextClientNumber = (): number => clientNumber;
  const resolved = resolveAdminClientConfig(config, { version, nextClientNumber, log: configLogOf(clientHost) });
  const { clientId, retries, retryBackoffMs, retryBackoffMaxMs, metadataMaxAgeMs } = resolved;
  const log: Log = (level, logger, text, error) => {
    const thread = `kafka-admin-client-thread | ${clientId}`;
    const message = `[AdminClient clientId=${clientId}] ${text}`;
    clientHost.log({ timeMs: clientHost.now(), thread, level, logger, message, ...(error && { error }) });
  };
  const metadata = new TopicsMetadata({
    refreshBackoffMs: retryBackoffMs,
    refreshBackoffMaxMs: retryBackoffMaxMs,
    backoffJitter: backoffJitter(clientHost),
    metadataExpireMs: metadataMaxAgeMs,
    allowAutoTopicCreation: true,
    log,
    // AdminMetadataManager has its own rule.
    policies: { ...version.policies, metadataBackoff: 'constant' },
  });
  const limits = { retries, maxInFlightRequestsPerConnection: 1 };
  const runner = new CallRunner({ config: resolved, ...limits, clientHost, metadata, log });
  return new RunningCalls(runner, clientHost, resolved);
}
