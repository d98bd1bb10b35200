/**
 * Covers: src/client/network/version-demands.ts, src/client/network/version-discovery.ts
 *
 * A producer whose brokers have only old versions of an API, or none.
 */
import { describe, expect, it } from 'vitest';
import type { ApiName } from '../../../src/protocol/messages.ts';
import { ProducerOnScript } from '../../producer/producer-on-script.ts';

type Ranges = Partial<Record<ApiName, readonly [number, number] | null>>;

/** Sends one record to brokers that advertise these versions. */
function sentTo(ranges: Ranges): ProducerOnScript {
  const advertised: Ranges = {
    ApiVersions: [0, 3],
    Metadata: [0, 12],
    Produce: [0, 9],
    InitProducerId: [0, 4],
    ...ranges,
  };
  const apiVersions = Object.entries(advertised).flatMap(([api, range]) =>
    range === null ? [] : [{ api: api as ApiName, minVersion: range[0], maxVersion: range[1] }],
  );
  const on = new ProducerOnScript({
    config: { 'max.block.ms': 1_000 },
    other: ({ api }) =>
      api === 'ApiVersions' ? { response: { api, error: 'NONE', throttleTimeMs: 0, apiVersions } } : undefined,
  });
  on.send('a');
  on.runUntil(2_000);
  return on;
}

describe('With brokers that do not have the Produce API', () => {
  it('a record fails, and the request that was not sent is logged as in Java', () => {
    const on = sentTo({ Produce: null });
    expect(on.outcomes).toEqual(['0 a -> UnsupportedVersionException: The version of API is not supported.']);
    expect(on.warnings).toEqual([
      expect.stringMatching(
        /^WARN Cancelled request ClientResponse\(receivedTimeMs=\d+, latencyMs=0, disconnected=false, timedOut=false, requestHeader=RequestHeader\(apiKey=PRODUCE, apiVersion=9, clientId=producer-1, correlationId=4, headerVersion=2\), responseBody=null\) due to a version mismatch with node 0$/,
      ) as string,
    ]);
  });
});

describe('With brokers that support none of the client’s versions of Produce', () => {
  it('a producer cannot use its first connection', () => {
    const on = sentTo({ Produce: [10, 11] });
    expect(on.outcomes).toEqual(['1000 a -> TimeoutException: Topic t not present in metadata after 1000 ms.']);
    expect(on.warnings).toEqual(['ERROR Uncaught error in kafka producer I/O thread: ']);
    const [logged] = on.clientHost.logs.filter(({ level }) => level === 'ERROR');
    expect(logged?.error?.message).toBe(
      'The broker does not support PRODUCE with version in range [0,9]. The supported range is [10,11].',
    );
  });

  it('records fail if the broker is too old for records of format 2', () => {
    const on = sentTo({ Produce: [0, 2] });
    expect(on.outcomes).toEqual(['0 a -> UnsupportedVersionException: The version of API is not supported.']);
  });
});

describe('With brokers that support none of the client’s versions of Metadata', () => {
  it.each([
    ['none at all', null, 'The broker does not support METADATA'],
    [
      'none of ours',
      [13, 14],
      'The broker does not support METADATA with version in range [0,12]. The supported range is [13,14].',
    ],
    ['only the first', [0, 0], 'MetadataRequest versions older than 1 are not supported.'],
  ] as const)('a caller that waits for it gets the reason: %s', (_, range, message) => {
    const [outcome] = sentTo({ Metadata: range }).outcomes;
    expect(outcome).toBe(`0 a -> UnsupportedVersionException: ${message}`);
  });
});
