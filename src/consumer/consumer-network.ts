/**
 * What a consumer knows of the cluster, and what sends its requests.
 */

import { backoffJitter } from '../client/backoff/exponential-backoff.ts';
import { CallRunner } from '../client/call-runner.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { Log } from '../client/host/logging.ts';
import type { ClientVersion } from '../client/versions/index.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import { ConsumerMetadata } from './consumer-metadata.ts';

export interface ConsumerNetwork {
  readonly metadata: ConsumerMetadata;
  readonly runner: CallRunner;
}

export function consumerNetwork(
  config: ConsumerConfig,
  clientHost: ClientHost,
  { policies }: ClientVersion,
): ConsumerNetwork {
  const log: Log = (level, logger, text, error) => {
    const message = `[Consumer clientId=${config.clientId}] ${text}`;
    clientHost.log({ timeMs: clientHost.now(), thread: 'main', level, logger, message, ...(error && { error }) });
  };
  const metadata = new ConsumerMetadata({
    refreshBackoffMs: config.retryBackoffMs,
    refreshBackoffMaxMs: config.retryBackoffMaxMs,
    backoffJitter: backoffJitter(clientHost),
    metadataExpireMs: config.metadataMaxAgeMs,
    allowAutoTopicCreation: config.allowAutoCreateTopics,
    excludesInternalTopics: config.excludeInternalTopics,
    log,
    policies,
  });
  const runner = new CallRunner({
    config,
    retries: Number.POSITIVE_INFINITY,
    maxInFlightRequestsPerConnection: 100,
    clientHost,
    metadata,
    log,
  });
  return { metadata, runner };
}
