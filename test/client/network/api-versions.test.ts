import { describe, expect, it } from 'vitest';
import { NodeApiVersions } from '../../../src/client/network/api-versions.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import type { ApiName } from '../../../src/protocol/messages.ts';
import { goldenTable } from '../../golden-tables.ts';

interface Row {
  name: string;
  oldestVersion: number;
  latestVersion: number;
}

const golden = goldenTable<Row[]>('api_keys');
const supported = golden.filter(({ name }) => name in V3_6_1.apis) as (Row & { name: ApiName })[];

/** APIs of which Java's clients use fewer versions than the protocol defines. */
const NARROWED: Partial<Record<ApiName, Partial<{ oldest: number; latest: number }>>> = {
  AddPartitionsToTxn: { latest: 3 },
};

describe('The API versions of a client', () => {
  it('are of APIs that Kafka has', () => {
    expect(golden).toHaveLength(69);
    expect(supported.map(({ name }) => name).toSorted()).toEqual(Object.keys(V3_6_1.apis).toSorted());
  });

  it.each(supported)('are those of the Java client: $name', ({ name, oldestVersion, latestVersion }) => {
    const { oldest = oldestVersion, latest = latestVersion } = NARROWED[name] ?? {};
    expect(V3_6_1.apis[name]).toEqual({ oldest, latest });
  });
});

describe('The version that client and broker agree on', () => {
  const broker = (minVersion: number, maxVersion: number): NodeApiVersions =>
    new NodeApiVersions(V3_6_1, [{ api: 'Produce', minVersion, maxVersion }]);

  it.each([
    { range: [0, 9], version: 9 },
    { range: [0, 12], version: 9 },
    { range: [0, 7], version: 7 },
    { range: [9, 12], version: 9 },
    { range: [3, 3], version: 3 },
  ] as const)('is $version with a broker that reads $range', ({ range: [min, max], version }) => {
    expect(broker(min, max).latestUsableVersion('Produce')).toBe(version);
  });

  it('does not exist if the ranges do not overlap', () => {
    const message = 'The broker does not support PRODUCE with version in range [0,9]. The supported range is [10,11].';
    expect(() => broker(10, 11).latestUsableVersion('Produce')).toThrow(message);
  });

  it('does not exist for an API that the broker does not have', () => {
    expect(() => broker(0, 9).latestUsableVersion('EndTxn')).toThrow('The broker does not support END_TXN');
    expect(broker(0, 9).range('EndTxn')).toBeUndefined();
  });
});
