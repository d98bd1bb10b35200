/** Covers src/broker/config: broker-config.ts and server-properties.ts. */
import { describe, expect, it } from 'vitest';
import { parseServerProperties, resolveBrokerConfig } from '../../../src/broker/index.ts';

describe('Broker configuration', () => {
  it('has the defaults of 3.6.1', () => {
    expect(resolveBrokerConfig()).toMatchObject({
      autoCreateTopicsEnable: true,
      numPartitions: 1,
      defaultReplicationFactor: 1,
      replicaLagTimeMaxMs: 30_000,
      sessionTimeoutMs: 9_000,
    });
  });

  it('accepts values as they are or as text', () => {
    expect(resolveBrokerConfig({ 'num.partitions': ' 3 ' }).numPartitions).toBe(3);
    expect(resolveBrokerConfig({ 'auto.create.topics.enable': 'False' }).autoCreateTopicsEnable).toBe(false);
  });

  it.each([
    [{ 'num.partitons': 3 }, "Unknown broker configuration 'num.partitons' (did you mean 'num.partitions'?)"],
    [{ 'num.partitions': 0 }, 'Invalid value 0 for configuration num.partitions: Value must be at least 1'],
    [{ 'num.partitions': 'many' }, 'Invalid value many for configuration num.partitions: Not a number of type INT'],
    [{ 'num.partitions': 3_000_000_000 }, 'Not a number of type INT'],
    [{ 'auto.create.topics.enable': 'yes' }, 'Expected value to be either true or false'],
    [{ 'log.message.timestamp.type': 'Now' }, 'String must be one of: CreateTime, LogAppendTime'],
    [{ 'log.cleanup.policy': 'compact,shred' }, 'Invalid value shred for configuration log.cleanup.policy'],
  ])('rejects %j', (config, message) => {
    expect(() => resolveBrokerConfig(config as object)).toThrow(message);
  });

  it('accepts keys of a real broker that have no effect here', () => {
    const config = { 'log.dirs': '/tmp', 'process.roles': 'broker', 'ssl.keystore.type': 'JKS' };
    expect(() => resolveBrokerConfig(config as object)).not.toThrow();
  });
});

describe('A server.properties file', () => {
  it("is parsed as Java's Properties does", () => {
    const { config } = parseServerProperties(
      [
        '# a comment',
        '! another',
        '',
        '  num.partitions = 3',
        'min.insync.replicas:2',
        'log.cleanup.policy\tcompact',
        'default.replication.factor=\\',
        '   3',
        'num.partitions=4',
      ].join('\r\n'),
    );
    expect(config).toEqual({
      'num.partitions': '4',
      'min.insync.replicas': '2',
      'log.cleanup.policy': 'compact',
      'default.replication.factor': '3',
    });
  });

  it('is text', () => {
    expect(() => parseServerProperties(null as never)).toThrow(
      'parseServerProperties(text): expected a string, got null',
    );
  });

  it('supports escapes, and an escaped backslash', () => {
    const { unknown } = parseServerProperties('my\\ key\\u0041=x\nother=ends with\\\\\nthird=1');
    expect(unknown).toEqual(['my keyA', 'other', 'third']);
  });

  it('distinguishes keys without effect from unknown keys', () => {
    const read = parseServerProperties(
      'log.cleaner.threads=2\nzookeeper.connect=localhost:2181\nlisteners=PLAINTEXT://:9092\nnum.partitons=3',
    );
    expect(read).toEqual({
      config: { 'zookeeper.connect': 'localhost:2181' },
      withoutEffect: ['log.cleaner.threads', 'listeners'],
      unknown: ['num.partitons'],
    });
  });
});

describe('The mode of a cluster', () => {
  const modeOf = (config: object, mode?: 'kraft' | 'zookeeper'): string =>
    resolveBrokerConfig(config, undefined, mode).mode.name;

  it('is the one that the configuration means', () => {
    expect(modeOf({ 'zookeeper.connect': 'localhost:2181' })).toBe('zookeeper');
    expect(modeOf({ 'process.roles': 'broker' })).toBe('kraft');
    expect(modeOf({ 'process.roles': 'broker,controller', 'zookeeper.connect': 'localhost:2181' })).toBe('kraft');
  });

  it('can be chosen by name', () => {
    expect(modeOf({}, 'kraft')).toBe('kraft');
    expect(modeOf({}, 'zookeeper')).toBe('zookeeper');
    expect(resolveBrokerConfig({ 'broker.session.timeout.ms': 7_000 }, undefined, 'kraft').sessionTimeoutMs).toBe(
      7_000,
    );
  });

  it('must not contradict the configuration', () => {
    expect(() => modeOf({ 'process.roles': 'broker' }, 'zookeeper')).toThrow(
      "The mode 'zookeeper' contradicts the configuration process.roles=broker, which means 'kraft'",
    );
    expect(() => modeOf({ 'process.roles': 'controller' })).toThrow("must contain 'broker'");
    expect(() => modeOf({}, 'raft' as 'kraft')).toThrow("Unknown mode 'raft'");
  });
});
