/** Covers src/broker/requests/authentication.ts, src/broker/requests/sasl-state.ts and src/wire/connection/sasl-token.ts: SASL PLAIN on the network. */
import { describe, expect, it } from 'vitest';
import type { ClusterOptions } from '../../src/broker/index.ts';
import { ByteReader } from '../../src/wire/bytes/byte-reader.ts';
import { messageCodec, type WireApiName } from '../../src/wire/schema/message-codec.ts';
import { RawCluster } from '../simulation/raw-cluster.ts';
import { NetworkClient } from './network-client.ts';
import { type AnyRead, requestFrame } from './wire-client.ts';

const USERS = { users: { alice: 'secret' } };
/** connection.failed.authentication.delay.ms, after a round trip. */
const FAILURE_MS = 100;

class SaslClient {
  readonly raw: RawCluster;
  private readonly client: NetworkClient;

  constructor(options: Partial<ClusterOptions> = USERS) {
    this.raw = new RawCluster({ brokers: 1, ...options });
    this.raw.advance(100);
    this.client = new NetworkClient(this.raw, 1);
    this.raw.advance(10);
  }

  get isClosed(): boolean {
    return this.client.isClosed;
  }

  /** Sends bytes, and returns those that have come back after some time. */
  send(bytes: Uint8Array, afterMs = 10): Uint8Array | undefined {
    const before = this.client.answers.length;
    this.client.write(bytes);
    this.raw.advance(afterMs);
    return this.client.answers[before];
  }

  ask(name: WireApiName, version: number, message: object, afterMs = 10): AnyRead {
    const answer = this.send(requestFrame(name, version, message, 1), afterMs);
    if (answer === undefined) return undefined;
    const codec = messageCodec(name, version);
    return codec.readResponse(new ByteReader(answer, codec.hasFlexibleResponseHeader ? 9 : 8));
  }

  handshake(mechanism = 'PLAIN', version = 1, afterMs = 10): AnyRead {
    return this.ask('SaslHandshake', version, { mechanism }, afterMs);
  }

  authenticate(text: string, version = 2, afterMs = 10): AnyRead {
    return this.ask('SaslAuthenticate', version, { authBytes: new TextEncoder().encode(text) }, afterMs);
  }

  metadata(afterMs = 10): AnyRead {
    return this.ask('Metadata', 9, { topics: null }, afterMs);
  }
}

const SOFTWARE = { clientSoftwareName: 'x', clientSoftwareVersion: '1' };

describe('With users, a client', () => {
  it.each([0, 1, 2])('is served once it has authenticated: SaslAuthenticate v%i', (version) => {
    const client = new SaslClient();
    expect(client.ask('ApiVersions', 3, SOFTWARE)).toMatchObject({ errorCode: 0 });
    expect(client.handshake()).toMatchObject({ errorCode: 0, mechanisms: ['PLAIN'] });
    expect(client.authenticate('\0alice\0secret', version)).toMatchObject({
      errorCode: 0,
      errorMessage: null,
      sessionLifetimeMs: 0,
    });
    expect(client.metadata()).toMatchObject({ brokers: [{ nodeId: 1 }] });
    expect(client.ask('ApiVersions', 3, SOFTWARE)).toMatchObject({ errorCode: 0 });
  });

  it('with wrong credentials is told so after a while, and disconnected', () => {
    const client = new SaslClient();
    client.handshake();
    expect(client.authenticate('\0alice\0wrong', 1, FAILURE_MS)).toBeUndefined();
    expect(client.isClosed).toBe(false);
    client.raw.advance(10);
    expect(client.isClosed).toBe(true);
    expect(client.raw.events).toContain('authentication failed');
  });

  it('gets the message of Kafka', () => {
    const client = new SaslClient();
    client.handshake();
    expect(client.authenticate('\0alice\0wrong', 1, FAILURE_MS + 10)).toMatchObject({
      errorCode: 58,
      errorMessage: 'Authentication failed: Invalid username or password',
    });
    expect(client.isClosed).toBe(true);
  });

  it('learns which mechanisms there are if it asks for another one', () => {
    const client = new SaslClient({ ...USERS, config: { 'connection.failed.authentication.delay.ms': 0 } });
    expect(client.handshake('SCRAM-SHA-256')).toEqual({ errorCode: 33, mechanisms: ['PLAIN'] });
    expect(client.isClosed).toBe(true);
  });

  it('is disconnected if it asks for anything before', () => {
    const client = new SaslClient();
    expect(client.metadata(FAILURE_MS)).toBeUndefined();
    expect(client.isClosed).toBe(false);
    client.raw.advance(10);
    expect(client.isClosed).toBe(true);
  });

  it('is disconnected if it asks for versions twice', () => {
    const client = new SaslClient();
    client.ask('ApiVersions', 0, {});
    expect(client.ask('ApiVersions', 0, {})).toBeUndefined();
    expect(client.isClosed).toBe(true);
  });

  it('gets ILLEGAL_SASL_STATE if it asks for something else between the two steps', () => {
    const client = new SaslClient();
    client.handshake();
    expect(client.ask('FindCoordinator', 2, { key: 'g', keyType: 0 }, FAILURE_MS + 10)).toMatchObject({
      errorCode: 34,
    });
    expect(client.isClosed).toBe(true);
  });

  it('cannot authenticate again', () => {
    const client = new SaslClient();
    client.handshake();
    client.authenticate('\0alice\0secret');
    expect(client.handshake()).toMatchObject({ errorCode: 34 });
    expect(client.authenticate('\0alice\0secret')).toMatchObject({
      errorCode: 34,
      errorMessage: 'SaslAuthenticate request received after successful authentication',
    });
    expect(client.metadata()).toMatchObject({ brokers: [{ nodeId: 1 }] });
  });

  it('may send its token without a header after version 0', () => {
    const client = new SaslClient();
    client.handshake('PLAIN', 0);
    expect(client.send(token('\0alice\0secret'))).toEqual(new Uint8Array(4));
    expect(client.metadata()).toMatchObject({ brokers: [{ nodeId: 1 }] });
  });

  it('gets no answer to such a token if it is wrong', () => {
    const client = new SaslClient();
    client.handshake('PLAIN', 0);
    expect(client.send(token('\0alice\0wrong'), FAILURE_MS + 10)).toBeUndefined();
    expect(client.isClosed).toBe(true);
  });

  it('does not inherit what another connection has done', () => {
    const client = new SaslClient();
    client.handshake();
    client.authenticate('\0alice\0secret');
    const other = new NetworkClient(client.raw, 1);
    client.raw.advance(10);
    other.write(requestFrame('Metadata', 9, { topics: null }, 1));
    client.raw.advance(FAILURE_MS + 10);
    expect(other.isClosed).toBe(true);
  });
});

function token(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return Uint8Array.of(0, 0, 0, bytes.length, ...bytes);
}

describe('Without users, a client', () => {
  it('need not authenticate', () => {
    expect(new SaslClient({}).metadata()).toMatchObject({ brokers: [{ nodeId: 1 }] });
  });

  it('may authenticate as anybody', () => {
    const client = new SaslClient({});
    expect(client.authenticate('\0bob\0anything')).toMatchObject({ errorCode: 34 });
    expect(client.handshake()).toMatchObject({ errorCode: 0 });
    expect(client.authenticate('\0bob\0anything')).toMatchObject({ errorCode: 0 });
    expect(client.metadata()).toMatchObject({ brokers: [{ nodeId: 1 }] });
  });
});
