/** Covers src/protocol/description/, src/protocol/apis/ and src/protocol/messages.ts. */
import { describe, expect, it } from 'vitest';
import { APIS } from '../../src/protocol/apis/index.ts';
import { errorFor } from '../../src/protocol/description/api.ts';
import { type ApiName, apiNamed, isApiName, type Request } from '../../src/protocol/messages.ts';
import { goldenTable } from '../golden-tables.ts';

interface Row {
  id: number;
  name: string;
  enum: string;
  oldestVersion: number;
  latestVersion: number;
}

const names = Object.keys(APIS) as ApiName[];
const golden = new Map(goldenTable<Row[]>('api_keys').map((row) => [row.name, row]));

const partitions = [
  { topic: 'a', partition: 0 },
  { topic: 'b', partition: 1 },
];
const resources = ['a', 'b'].map((name) => ({ type: 'TOPIC', name }));
/** A request of each API with only the fields that say which topics and partitions it is about. */
const requests = {
  Produce: { partitions },
  Fetch: { partitions },
  ListOffsets: { partitions },
  DeleteRecords: { partitions },
  DescribeProducers: { partitions },
  ElectLeaders: { partitions },
  AlterPartitionReassignments: { partitions },
  ListPartitionReassignments: { partitions },
  OffsetFetch: { groups: [{ partitions }] },
  OffsetForLeaderEpoch: { partitions },
  OffsetCommit: { partitions },
  OffsetDelete: { partitions },
  AddPartitionsToTxn: { partitions },
  TxnOffsetCommit: { partitions },
  WriteTxnMarkers: { markers: partitions.map((marked) => ({ partitions: [marked] })) },
  Metadata: { topics: ['a', 'b'] },
  CreateTopics: { topics: [{ name: 'a' }, { name: 'b' }] },
  CreatePartitions: { topics: [{ name: 'a' }, { name: 'b' }] },
  AlterConfigs: { resources },
  IncrementalAlterConfigs: { resources },
  DescribeConfigs: { resources },
  DeleteTopics: { topics: ['a', 'b'] },
} as unknown as Record<ApiName, Request>;

describe('The description of an API', () => {
  it.each(names)('has the number, the name and the versions that it has in Java: %s', (name) => {
    const { id, enum: logName, oldestVersion, latestVersion } = golden.get(name) ?? expect.unreachable();
    expect(apiNamed(name)).toMatchObject({ key: id, logName, versions: [oldestVersion, latestVersion] });
  });

  it.each(names)('gives the topics and partitions of a request: %s', (name) => {
    const { names: smallest, includes } = apiNamed(name).subject;
    if (smallest === 'nothing') return;
    const request = requests[name];
    const isPartition = smallest === 'partitions';
    expect(includes(request, 'a', undefined)).toBe(true);
    expect(includes(request, 'c', undefined)).toBe(false);
    expect([includes(request, 'b', 1), includes(request, 'b', 0)]).toEqual([true, !isPartition]);
  });

  it('counts a metadata request for all topics as naming none', () => {
    const request = { api: 'Metadata', topics: null, allowAutoTopicCreation: true } as const;
    expect(apiNamed('Metadata').subject.includes(request, 'a', undefined)).toBe(false);
  });

  it.each(['Produce', 'Fetch'] as const)('can take partitions out of a request: %s', (name) => {
    const rest = apiNamed(name).withoutPartitions?.(requests[name], ({ topic }) => topic === 'a');
    expect(rest).toMatchObject({ partitions: [{ topic: 'b', partition: 1 }] });
  });

  it('is found by names of APIs only', () => {
    expect(['Produce', 'EndTxn', 'produce', 'toString', 'ControlledShutdown'].filter(isApiName)).toEqual([
      'Produce',
      'EndTxn',
    ]);
  });
});

describe('The error of a version', () => {
  it.each([
    { api: 'EndTxn', version: 1, expected: 'INVALID_PRODUCER_EPOCH' },
    { api: 'EndTxn', version: 2, expected: 'PRODUCER_FENCED' },
    { api: 'AddOffsetsToTxn', version: 1, expected: 'INVALID_PRODUCER_EPOCH' },
    { api: 'AddPartitionsToTxn', version: 1, expected: 'INVALID_PRODUCER_EPOCH' },
    { api: 'InitProducerId', version: 3, expected: 'INVALID_PRODUCER_EPOCH' },
    { api: 'InitProducerId', version: Number.POSITIVE_INFINITY, expected: 'PRODUCER_FENCED' },
    { api: 'Produce', version: Number.POSITIVE_INFINITY, expected: 'INVALID_PRODUCER_EPOCH' },
    { api: 'Metadata', version: 0, expected: 'PRODUCER_FENCED' },
  ] as const)('a fenced producer gets $expected from $api in version $version', ({ api, version, expected }) => {
    expect(errorFor(apiNamed(api), version, 'PRODUCER_FENCED')).toBe(expected);
  });

  it('is the same for errors that every version knows', () => {
    expect(errorFor(apiNamed('EndTxn'), 0, 'NOT_COORDINATOR')).toBe('NOT_COORDINATOR');
  });
});
