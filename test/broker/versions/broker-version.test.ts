import { describe, expect, it } from 'vitest';
import { resolveTopicConfig } from '../../../src/broker/config/topic-config.ts';
import { resolveBrokerConfig } from '../../../src/broker/index.ts';
import { type BrokerVersion, patch } from '../../../src/broker/versions/broker-version.ts';
import { BROKER_VERSIONS, brokerVersionNamed, DEFAULT_BROKER_VERSION } from '../../../src/broker/versions/index.ts';
import { V3_6_1 } from '../../../src/broker/versions/v3_6_1.ts';
import { APIS } from '../../../src/protocol/apis/index.ts';
import { Pump } from '../pump.ts';

describe('A version of the brokers', () => {
  it('is 3.6.1 unless another one is chosen', () => {
    expect(DEFAULT_BROKER_VERSION).toBe(BROKER_VERSIONS['3.6.1']);
    expect(resolveBrokerConfig().version).toBe(V3_6_1);
  });

  it.each(Object.entries(BROKER_VERSIONS))(
    '%s is found by its name and by the name of its release',
    (name, version) => {
      expect(version.name.startsWith(name)).toBe(true);
      expect(brokerVersionNamed(name, 'a test')).toBe(version);
      expect(brokerVersionNamed(version.name, 'a test')).toBe(version);
    },
  );

  it('has a range for every API that is modelled', () => {
    expect(V3_6_1.apis.map(({ api }) => api).toSorted()).toEqual(Object.keys(APIS).toSorted());
  });

  it('has a broker key behind every key of a topic', () => {
    for (const brokerKey of Object.values(V3_6_1.topicKeys)) expect(V3_6_1.keys).toHaveProperty([brokerKey]);
  });
});

describe('The settings of a topic', () => {
  it.each([
    { key: 'message.timestamp.difference.max.ms', value: '1000', known: ['3.6.1', '3.9'] },
    { key: 'message.format.version', value: '3.0', known: ['3.6.1', '3.9'] },
    { key: 'message.downconversion.enable', value: 'false', known: ['3.6.1', '3.9'] },
    { key: 'compression.gzip.level', value: '9', known: ['3.9', '4.3'] },
    { key: 'remote.log.copy.disable', value: 'true', known: ['3.9', '4.3'] },
  ])('include $key in $known', ({ key, value, known }) => {
    const isKnown = (version: BrokerVersion): boolean => {
      try {
        resolveTopicConfig({ [key]: value }, resolveBrokerConfig({}, version));
        return true;
      } catch (error) {
        expect((error as Error).message).toMatch(`Unknown topic config name: ${key}`);
        return false;
      }
    };
    const versions = Object.entries(BROKER_VERSIONS);
    expect(versions.filter(([, version]) => isKnown(version)).map(([name]) => name)).toEqual(known);
  });
});

describe('A patch on a version of the brokers', () => {
  const patched = patch(V3_6_1, {
    name: '3.6.2',
    apis: [{ api: 'Produce', minVersion: 3, maxVersion: 11 }],
    keys: {
      'num.partitions': { default: 4 },
      'new.key': { type: 'INT', default: 1 },
      'log.message.timestamp.difference.max.ms': null,
    },
    topicKeys: { 'message.timestamp.difference.max.ms': null, 'new.topic.key': 'new.key' },
  });

  it('changes the defaults of a cluster', () => {
    expect(resolveBrokerConfig({}, patched).numPartitions).toBe(4);
    expect(resolveBrokerConfig({}, V3_6_1).numPartitions).toBe(1);
  });

  it('adds and removes keys', () => {
    expect(() => resolveBrokerConfig({ 'new.key': 2 } as object, patched)).not.toThrow();
    expect(() => resolveBrokerConfig({ 'new.key': 2 } as object, V3_6_1)).toThrow("'new.key'");
    expect(() => resolveBrokerConfig({ 'log.message.timestamp.difference.max.ms': 1 }, patched)).toThrow(
      "Unknown broker configuration 'log.message.timestamp.difference.max.ms'",
    );
    expect(patched.topicKeys).not.toHaveProperty(['message.timestamp.difference.max.ms']);
    expect(patched.topicKeys['new.topic.key']).toBe('new.key');
    expect(resolveTopicConfig({}, resolveBrokerConfig({}, patched)).timestampBeforeMaxMs).toBe(Infinity);
  });

  it('changes the range of an API in its place', () => {
    expect(patched.apis).toEqual(
      V3_6_1.apis.map((range) => (range.api === 'Produce' ? { ...range, minVersion: 3, maxVersion: 11 } : range)),
    );
  });

  it('is what a cluster of that version answers with', () => {
    const pump = new Pump({ version: patched });
    const response = pump.ask({ api: 'ApiVersions', clientSoftwareName: 'x', clientSoftwareVersion: '1' });
    expect(response).toEqual({ api: 'ApiVersions', throttleTimeMs: 0, error: 'NONE', apiVersions: patched.apis });
  });

  it('changes the features that a new cluster has finalized', () => {
    const later = patch(patched, { name: '4.0.0', features: { 'transaction.version': 1 } });
    expect(patch(later, { name: '4.1.0' }).features).toEqual({ 'transaction.version': 1 });
    const pump = new Pump({ version: later });
    expect(pump.ask({ api: 'ApiVersions', clientSoftwareName: 'x', clientSoftwareVersion: '1' })).toMatchObject({
      finalizedFeatures: { 'transaction.version': 1 },
      finalizedFeaturesEpoch: 1,
    });
  });
});
