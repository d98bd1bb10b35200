/**
 * What a consumer knows of the cluster, and what sends its requests.
 */
import { CallRunner } from '../client/call-runner.ts';
import type { ClientHost } from '../client/host/client-host.ts';
import type { Log } from '../client/host/logging.ts';
import { TopicsMetadata } from '../client/metadata/topics-metadata.ts';
import type { ClientVersion } from '../client/versions/index.ts';
import type { ConsumerConfig } from './consumer-config.ts';

export interface ConsumerNetwork {
  readonly metadata: TopicsMetadata;
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
  const metadata = new TopicsMetadata({
    refreshBackoffMs: config.retryBackoffMs,
    metadataExpireMs: config.metadataMaxAgeMs,
    allowAutoTopicCreation: true,
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
