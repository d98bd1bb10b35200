/** Covers: src/wire/connection/{wire-connection,served-apis,request-header}.ts */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BrokerVersion } from '../../../src/broker/versions/index.ts';
import { V3_6_1 } from '../../../src/broker/versions/v3_6_1.ts';
import { V3_9 } from '../../../src/broker/versions/v3_9.ts';
import { V4_3 } from '../../../src/broker/versions/v4_3.ts';
import { type AnyApi, type ApiName, apiNamed, type Request } from '../../../src/protocol/messages.ts';
import { servedBy } from '../../../src/wire/connection/served-apis.ts';
import type { ConvertedApi } from '../../../src/wire/conversions/parts/exchange.ts';
import { messageCodec, schemaOf } from '../../../src/wire/schema/message-codec.ts';
import { javaBatch } from '../batches/java-batches.ts';
import { anyMutation, anyRequest, CONVERTED, EVERY_VERSION } from '../messages/any-request.ts';
import { requestFrame, WireClient } from '../wire-client.ts';

describe('A request', () => {
  it.each(EVERY_VERSION)('%s v%i becomes one of the cluster, and its response is written', (name, version) => {
    fc.assert(
      fc.property(anyRequest(name, version), (message) => {
        const client = new WireClient();
        const requests = client.ask(name, version, message);
        expect(client.failures).toEqual([]);
        for (const envelope of requests) {
          expect(envelope).toMatchObject({
            correlationId: 1,
            clientId: 'shop',
            apiVersion: version,
            expectResponse: true,
          });
          expect(envelope.request.api).toBe(name);
          client.answer(refused(name, envelope.request));
        }
        expect(client.failures).toEqual([]);
        expect(client.sent).toHaveLength(1);
        expect(client.response(name, version).correlationId).toBe(1);
      }),
      { numRuns: 10 },
    );
  });

  function refused(name: ApiName, request: Request): ReturnType<AnyApi['refuse']> {
    return apiNamed(name).refuse(request, 'UNKNOWN_SERVER_ERROR');
  }

  it('may come without the id of a client', () => {
    const client = new WireClient();
    client.connection.receive(requestFrame('Metadata', 9, { topics: null }, 7, null));
    expect(client.requests).toMatchObject([{ correlationId: 7, clientId: '' }]);
  });

  it('with acks=0 expects no response', () => {
    const client = new WireClient();
    const topicData = [{ name: 'a', partitionData: [{ index: 0, records: [javaBatch('none')] }] }];
    const [envelope] = client.ask('Produce', 9, { acks: 0, timeoutMs: 1, topicData });
    expect(envelope).toMatchObject({ expectResponse: false });
    client.ask('ApiVersions', 0, {});
    client.answer({ api: 'ApiVersions', error: 'NONE', apiVersions: [], throttleTimeMs: 0 });
    expect(client.response('ApiVersions', 0)).toMatchObject({ correlationId: 2, errorCode: 0 });
  });

  it('keeps its records when the memory of the socket is used again', () => {
    const client = new WireClient();
    const topicData = [{ name: 'a', partitionData: [{ index: 0, records: [javaBatch('none')] }] }];
    const frame = requestFrame('Produce', 7, { acks: 1, timeoutMs: 1, topicData }, 1);
    client.connection.receive(frame);
    frame.fill(0);
    const request = client.requests[0]?.request as Extract<Request, { api: 'Produce' }>;
    expect(request.partitions).toMatchObject([{ batch: { encoded: javaBatch('none') } }]);
  });
});

describe('Responses', () => {
  it('are sent in the order of the requests, also those that need no cluster', () => {
    const client = new WireClient();
    client.ask('Metadata', 12, { topics: null });
    client.ask('FindCoordinator', 4, { keyType: 9, coordinatorKeys: ['a'] });
    expect(client.sent).toEqual([]);
    client.answer(apiNamed('Metadata').refuse(client.requests[0]?.request as Request, 'NONE'), { correlationId: 1 });
    expect(client.sent).toHaveLength(2);
    const coordinators = [{ key: 'a', errorCode: 42, nodeId: -1 }];
    expect(client.response('FindCoordinator', 4)).toMatchObject({ correlationId: 2, coordinators });
  });

  it('must be those that are waited for', () => {
    const client = new WireClient();
    client.ask('Metadata', 12, { topics: null });
    const response = apiNamed('Metadata').refuse(client.requests[0]?.request as Request, 'NONE');
    expect(() => client.answer(response, { correlationId: 5 })).toThrow('correlation id 5, but 1 is next');
  });
});

describe('A request for API versions', () => {
  it('is answered with the versions of the wire, whatever those of the cluster are', () => {
    const client = new WireClient();
    client.ask('ApiVersions', 3, { clientSoftwareName: 'x', clientSoftwareVersion: '1' });
    client.answer({ api: 'ApiVersions', error: 'NONE', apiVersions: [], throttleTimeMs: 0 });
    const { apiKeys } = client.response('ApiVersions', 3);
    expect(apiKeys).toHaveLength(CONVERTED.length);
    expect(apiKeys[0]).toEqual({ apiKey: 0, minVersion: 0, maxVersion: 11 });
    expect(apiKeys[1]).toEqual({ apiKey: 1, minVersion: 4, maxVersion: 17 });
  });

  it('of a version that is too new is answered in version 0 with the versions that are known', () => {
    const client = new WireClient();
    client.connection.receive(Uint8Array.of(0, 0, 0, 11, 0, 18, 0, 9, 0, 0, 0, 5, 255, 255, 7));
    expect(client.response('ApiVersions', 0)).toMatchObject({
      correlationId: 5,
      errorCode: 35,
      apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }],
    });
    expect(client.failures).toEqual([]);
  });
});

describe('The profile kafka-2.4', () => {
  it('offers no version with compact lengths', () => {
    const { offered, byKey } = servedBy('kafka-2.4');
    for (const { key, maxVersion } of offered) {
      const api = byKey[key] ?? expect.unreachable('an API that is offered is served');
      expect(messageCodec(api.name, maxVersion).isFlexible).toBe(false);
    }
    const versions = (name: ConvertedApi): unknown => offered.find(({ key }) => key === schemaOf(name).key);
    expect(versions('Produce')).toEqual({ key: 0, minVersion: 0, maxVersion: 8 });
    expect(versions('Fetch')).toMatchObject({ maxVersion: 11 });
    expect(versions('ApiVersions')).toMatchObject({ maxVersion: 2 });
    expect(versions('DescribeCluster')).toBeUndefined();
  });

  it('refuses the others', () => {
    const client = new WireClient({ profile: 'kafka-2.4' });
    client.ask('Metadata', 9, { topics: null });
    expect(client.failures).toHaveLength(1);
  });
});

describe('The versions that brokers can read', () => {
  const rangesOf = (brokers: BrokerVersion): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      servedBy('latest', brokers.apis).byKey.flatMap((api) =>
        api === undefined ? [] : [[api.name, [api.minVersion, api.maxVersion]]],
      ),
    );

  it('limit those that are offered', () => {
    expect(rangesOf(V3_6_1)).toMatchObject({
      Produce: [0, 9],
      JoinGroup: [0, 9],
      DeleteTopics: [0, 6],
      EndTxn: [0, 3],
    });
    expect(rangesOf(V3_9)).toMatchObject({ Produce: [0, 11], JoinGroup: [0, 9], DeleteTopics: [0, 6], EndTxn: [0, 4] });
    expect(rangesOf(V4_3)).toMatchObject({ Produce: [0, 11], JoinGroup: [0, 9], DeleteTopics: [1, 6], EndTxn: [0, 4] });
  });

  it('are refused outside of the limits', () => {
    const client = new WireClient({ apis: V4_3.apis });
    client.ask('ListOffsets', 0, { replicaId: -1, topics: [] });
    expect(client.failures.map(({ message }) => message)).toEqual([
      'Version 0 of the API with key 2 is not supported.',
    ]);
  });
});

describe('A connection fails', () => {
  it.each([
    ['with an API that does not exist', [0, 99, 0, 0, 0, 0, 0, 1, 255, 255], 'Version 0 of the API with key 99'],
    ['with a version that is not offered', [0, 3, 0, 99, 0, 0, 0, 1, 255, 255], 'Version 99 of the API with key 3'],
    ['with a header that is cut off', [0, 3, 0, 0, 0, 0], '4 more bytes are needed'],
    ['with a message that is cut off', [0, 3, 0, 0, 0, 0, 0, 1, 255, 255, 0, 0], '4 more bytes are needed'],
    ['with null where it is not allowed', [0, 3, 0, 0, 0, 0, 0, 1, 255, 255, 255, 255, 255, 255], 'topics is null'],
  ])('%s', (_, content, message) => {
    const client = new WireClient();
    client.connection.receive(Uint8Array.of(0, 0, 0, content.length, ...content));
    expect(client.failures.map((error) => error.message)).toEqual([expect.stringContaining(message)]);
    client.ask('Metadata', 12, { topics: null });
    expect(client.requests).toEqual([]);
    expect(client.failures).toHaveLength(1);
  });

  it('with a frame that is too large', () => {
    const client = new WireClient({ maxFrameBytes: 10 });
    client.ask('Metadata', 12, { topics: null });
    expect(client.failures[0]?.message).toContain('a frame has at most 10 bytes');
  });

  it('but with surplus bytes it does not: librdkafka 2.0 sends some', () => {
    const client = new WireClient();
    client.connection.receive(Uint8Array.of(0, 0, 0, 17, 0, 3, 0, 0, 0, 0, 0, 1, 255, 255, 0, 0, 0, 0, 9, 9, 9));
    expect(client.failures).toEqual([]);
    expect(client.requests).toHaveLength(1);
  });

  it('or answers, or asks the cluster, on any mutation of a request', () => {
    const frames = fc
      .constantFrom(...EVERY_VERSION)
      .chain(([name, version]) => anyRequest(name, version).map((message) => requestFrame(name, version, message, 1)));
    fc.assert(
      fc.property(frames, anyMutation, (frame, mutate) => {
        const client = new WireClient();
        client.connection.receive(mutate(frame));
        for (const { request, correlationId, expectResponse } of client.requests) {
          if (expectResponse) client.answer(apiNamed(request.api).refuse(request, 'NONE'), { correlationId });
        }
        const isSilent = client.requests[0]?.expectResponse === false;
        expect(client.sent.length + client.failures.length).toBe(isSilent ? 0 : 1);
        expect(client.failures.filter(({ cause }) => cause !== undefined)).toEqual([]);
      }),
      { numRuns: Number(process.env.WIRE_MUTATIONS ?? 3000) },
    );
  });
});
