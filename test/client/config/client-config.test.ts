import { describe, expect, it } from 'vitest';
import { resolveAdminClientConfig } from '../../../src/admin/admin-config.ts';
import { StringDeserializer } from '../../../src/client/serialization/string-serializer.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import { resolveConsumerConfig } from '../../../src/consumer/consumer-config.ts';

const options = { version: V3_6_1, nextClientNumber: (): number => 1, log: (): void => {} };

describe('An admin client’s configuration', () => {
  it('has Kafka’s defaults', () => {
    const { values, version, ...config } = resolveAdminClientConfig({ 'bootstrap.servers': 'a:1,b:2' }, options);
    expect(version).toBe(V3_6_1);
    expect(values.get('security.protocol')).toBe('PLAINTEXT');
    expect(config).toEqual({
      bootstrapServers: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
      clientId: 'adminclient-1',
      requestTimeoutMs: 30_000,
      defaultApiTimeoutMs: 60_000,
      retries: 2_147_483_647,
      retryBackoffMs: 100,
      reconnectBackoffMs: 50,
      reconnectBackoffMaxMs: 1000,
      metadataMaxAgeMs: 300_000,
      connectionsMaxIdleMs: 300_000,
      socketConnectionSetupTimeoutMs: 10_000,
      socketConnectionSetupTimeoutMaxMs: 30_000,
    });
  });

  it('must contain bootstrap.servers', () => {
    expect(() => resolveAdminClientConfig({}, options)).toThrow(
      'Missing required configuration "bootstrap.servers" which has no default value.',
    );
  });
});

describe('A consumer’s configuration', () => {
  const deserializers = { keyDeserializer: new StringDeserializer(), valueDeserializer: new StringDeserializer() };

  it('has Kafka’s defaults', () => {
    const config = resolveConsumerConfig({ 'bootstrap.servers': 'a:1' }, { ...options, ...deserializers });
    expect(config).toMatchObject({
      clientId: 'consumer-null-1',
      autoOffsetReset: 'latest',
      fetchMinBytes: 1,
      fetchMaxWaitMs: 500,
      fetchMaxBytes: 52_428_800,
      maxPartitionFetchBytes: 1_048_576,
      maxPollRecords: 500,
      isolationLevel: 'read_uncommitted',
      groupId: null,
      enableAutoCommit: false,
      connectionsMaxIdleMs: 540_000,
    });
  });

  it('creates the deserializers that it names', () => {
    const config = resolveConsumerConfig(
      {
        'bootstrap.servers': 'a:1',
        'key.deserializer': StringDeserializer,
        'value.deserializer': 'org.apache.kafka.common.serialization.LongDeserializer',
      },
      options,
    );
    expect(config.keyDeserializer).toBeInstanceOf(StringDeserializer);
    expect(config.valueDeserializer.deserialize('t', Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2), [])).toBe(258n);
  });

  it('must name its deserializers, unless they are passed to the constructor', () => {
    expect(() => resolveConsumerConfig({ 'bootstrap.servers': 'a:1' }, options)).toThrow(
      'Invalid value null for configuration key.deserializer: must be non-null.',
    );
  });

  it('refuses encryption, which is not simulated', () => {
    const input = { 'bootstrap.servers': 'a:1', 'security.protocol': 'SSL' } as const;
    expect(() => resolveConsumerConfig(input, { ...options, ...deserializers })).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({ message: expect.stringContaining('supports only PLAINTEXT') }),
      }),
    );
  });
});
