/**
 * The broker's end of one connection of a client that talks bytes: requests go on as the cluster's own, and its responses go back as
 * bytes, in the order of the requests. Whoever owns the connection brings both across a network, simulated or real.
 */
import type { ApiVersionRange, RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import { errorCode } from '../conversions/parts/codes.ts';
import type { Address, ConversionContext, TopicIds } from '../conversions/parts/exchange.ts';
import { type MessageCodec, schemaOf } from '../schema/message-codec.ts';
import { type ClientMessage, responseBytes } from './client-message.ts';
import { Frames } from './frames.ts';
import { type RequestHeader, readHeader } from './request-header.ts';
import { isTokenNext, tokenMessage, tokenResponse } from './sasl-token.ts';
import { type ServedApi, type ServedApis, servedBy, type WireProfile } from './served-apis.ts';

/** socket.request.max.bytes */
const DEFAULT_MAX_FRAME_BYTES = 100 * 1024 * 1024;
const API_VERSIONS = schemaOf('ApiVersions').key;

export interface WireConnectionOptions {
  /** Which versions are offered; `latest` by default. */
  readonly profile?: WireProfile;
  /** The versions of each API that the brokers can read; by default all that there are here. */
  readonly apis?: readonly ApiVersionRange[];
  /** The largest request that is accepted, in bytes; 100 MiB by default, as in Kafka (socket.request.max.bytes). */
  readonly maxFrameBytes?: number;
  /** The topics that the broker knows at the moment, by name and by id. */
  readonly topics: TopicIds;
  /** Where the client reaches a broker; at the broker's own address by default. */
  readonly addressOf?: ConversionContext['addressOf'];
}

/** What a connection gives to its owner. */
export interface WireConnectionOwner {
  /**
   * A request for the cluster. Its response goes to `respond`, unless it expects none. A message that the cluster has no request for
   * becomes several, one after the other with the same correlation id.
   */
  request(envelope: RequestEnvelope): void;
  /** Bytes for the client. */
  send(bytes: Uint8Array): void;
  /** The client has sent what no broker accepts: the connection is to be closed, as a broker does. Nothing more is read from it. */
  failed(error: WireError): void;
}

export class WireConnection {
  private readonly owner: WireConnectionOwner;
  private readonly served: ServedApis;
  private readonly topics: TopicIds;
  private readonly addressOf: ConversionContext['addressOf'];
  private readonly frames: Frames;
  /** Those whose responses have not been sent, in the order in which they are. */
  private readonly pending: ClientMessage[] = [];
  private readonly take = (bytes: Uint8Array, start: number, end: number): void => {
    if (this.isFailed) return;
    const message = this.messageIn(new ByteReader(bytes, start, end));
    if (message !== undefined) this.pass(message);
  };
  /** The client has been answered SaslHandshake in version 0: what it sends now is a token without a header (before KIP-152). */
  private expectsToken = false;
  private isFailed = false;

  constructor(options: WireConnectionOptions, owner: WireConnectionOwner) {
    this.owner = owner;
    this.served = servedBy(options.profile ?? 'latest', options.apis);
    this.topics = options.topics;
    this.addressOf = options.addressOf ?? ((node): Address => ({ host: node.host, port: node.port }));
    this.frames = new Frames(options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES);
  }

  /** Reads bytes of the client, which may be used for something else afterwards. */
  receive(bytes: Uint8Array): void {
    if (this.isFailed) return;
    try {
      this.frames.push(bytes, this.take);
    } catch (error) {
      // Anything else comes from the owner: messageIn() throws nothing.
      if (!(error instanceof WireError)) throw error;
      this.fail(error);
    }
  }

  /** Takes a response of the cluster: they come in the order of the requests. */
  respond({ correlationId, response }: ResponseEnvelope): void {
    if (this.isFailed) return;
    const waiting = this.pending.find(({ requests, responses }) => responses.length < requests.length);
    if (waiting?.header.correlationId !== correlationId) {
      throw new Error(`A response has correlation id ${correlationId}, but ${waiting?.header.correlationId} is next.`);
    }
    waiting.responses.push(response);
    this.sendReady();
  }

  /** `undefined` if the bytes are no message, which fails the connection. */
  private messageIn(bytes: ByteReader): ClientMessage | undefined {
    try {
      return this.read(bytes);
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  private read(bytes: ByteReader): ClientMessage {
    if (this.expectsToken) {
      this.expectsToken = false;
      return tokenMessage(bytes);
    }
    const key = bytes.int16();
    const version = bytes.int16();
    const api = this.served.byKey[key];
    const codec = api?.codec(version);
    if (api !== undefined && codec !== undefined) {
      return this.convert(api, codec, readHeader(bytes, version, codec.isFlexible), bytes);
    }
    if (key === API_VERSIONS && version > 0) return this.unsupportedApiVersions(bytes.int32());
    throw new WireError(`Version ${version} of the API with key ${key} is not supported.`);
  }

  private convert(api: ServedApi, codec: MessageCodec, header: RequestHeader, bytes: ByteReader): ClientMessage {
    const { topics, addressOf } = this;
    const { version } = header;
    const message = codec.readRequest(bytes);
    const { requests, respond } = api.convert(message, { version, offered: this.served.offered, topics, addressOf });
    return { header, codec, requests, respond, responses: [] };
  }

  /** KIP-511: the answer has version 0, which every client can read, and the versions of this API to try again with. */
  private unsupportedApiVersions(correlationId: number): ClientMessage {
    const api = this.served.byKey[API_VERSIONS] as ServedApi;
    const apiKeys = [{ apiKey: api.key, minVersion: api.minVersion, maxVersion: api.maxVersion }];
    return {
      header: { version: 0, correlationId, clientId: '' },
      codec: api.codec(0) as MessageCodec,
      requests: [],
      respond: () => ({ errorCode: errorCode('UNSUPPORTED_VERSION'), apiKeys }),
      responses: [],
    };
  }

  /** Asks the cluster, or answers at once. */
  private pass(message: ClientMessage): void {
    const { header, requests } = message;
    const { version: apiVersion, correlationId, clientId } = header;
    const first = requests[0];
    const expectResponse = first?.api !== 'Produce' || first.acks !== 0;
    if (expectResponse) this.pending.push(message);
    for (const request of requests) {
      this.owner.request({ correlationId, clientId, apiVersion, expectResponse, request, isForeign: true });
    }
    if (first === undefined) this.sendReady();
  }

  /** Sends the responses that are complete, up to the first one that is not. */
  private sendReady(): void {
    let first = this.pending[0];
    while (!this.isFailed && first !== undefined && first.responses.length === first.requests.length) {
      this.pending.shift();
      this.send(first);
      first = this.pending[0];
    }
  }

  private send(answered: ClientMessage): void {
    const { codec } = answered;
    let bytes: Uint8Array | undefined;
    try {
      bytes = codec === null ? tokenResponse(answered) : responseBytes(answered, codec);
    } catch (error) {
      this.fail(error);
      return;
    }
    this.expectsToken = isTokenNext(answered);
    if (bytes !== undefined) this.owner.send(bytes);
  }

  /** As in a broker, whatever goes wrong with a message costs its client the connection, and nothing else. */
  private fail(error: unknown): void {
    this.isFailed = true;
    const isExpected = error instanceof WireError;
    this.owner.failed(isExpected ? error : new WireError(`A message causes an error: ${error}`, { cause: error }));
  }
}
