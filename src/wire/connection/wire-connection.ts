/**
 * The broker's end of one connection of a client that talks bytes: requests go on as the cluster's own, and its responses go back as
 * bytes, in the order of the requests. Whoever owns the connection brings both across a network, simulated or real.
 */
import type { RequestEnvelope, Response, ResponseEnvelope } from '../../protocol/messages.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { WireError } from '../bytes/wire-error.ts';
import { errorCode } from '../conversions/parts/codes.ts';
import type { Address, ConversionContext, TopicIds } from '../conversions/parts/exchange.ts';
import { type MessageCodec, schemaOf } from '../schema/message-codec.ts';
import { Frames } from './frames.ts';
import { type RequestHeader, readHeader } from './request-header.ts';
import { type ServedApi, type ServedApis, servedBy, type WireProfile } from './served-apis.ts';

/** socket.request.max.bytes */
const DEFAULT_MAX_FRAME_BYTES = 100 * 1024 * 1024;
const NO_REQUESTS: readonly RequestEnvelope[] = [];
const API_VERSIONS = schemaOf('ApiVersions').key;

export interface WireConnectionOptions {
  /** Which versions are offered; `latest` by default. */
  readonly profile?: WireProfile;
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

/** A request whose response has not been sent yet. */
interface Pending {
  readonly header: RequestHeader;
  readonly codec: MessageCodec;
  readonly respond: (responses: readonly Response[]) => object;
  /** How many responses of the cluster are needed. */
  readonly expected: number;
  readonly responses: Response[];
}

export class WireConnection {
  private readonly owner: WireConnectionOwner;
  private readonly served: ServedApis;
  private readonly topics: TopicIds;
  private readonly addressOf: ConversionContext['addressOf'];
  private readonly frames: Frames;
  /** In the order of the requests, which is that of the responses. */
  private readonly pending: Pending[] = [];
  private readonly take = (bytes: Uint8Array, start: number, end: number): void => {
    if (this.isFailed) return;
    const requests = this.requestsIn(new ByteReader(bytes, start, end));
    for (let i = 0; i < requests.length; i++) this.owner.request(requests[i] as RequestEnvelope);
    if (requests.length === 0) this.sendReady();
  };
  private isFailed = false;

  constructor(options: WireConnectionOptions, owner: WireConnectionOwner) {
    this.owner = owner;
    this.served = servedBy(options.profile ?? 'latest');
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
      // Anything else comes from the owner: requestsIn() throws nothing.
      if (!(error instanceof WireError)) throw error;
      this.fail(error);
    }
  }

  /** Takes a response of the cluster: they come in the order of the requests. */
  respond({ correlationId, response }: ResponseEnvelope): void {
    if (this.isFailed) return;
    const waiting = this.pending.find(({ responses, expected }) => responses.length < expected);
    if (waiting?.header.correlationId !== correlationId) {
      throw new Error(`A response has correlation id ${correlationId}, but ${waiting?.header.correlationId} is next.`);
    }
    waiting.responses.push(response);
    this.sendReady();
  }

  /** What a frame asks the cluster for; nothing if it fails the connection. */
  private requestsIn(bytes: ByteReader): readonly RequestEnvelope[] {
    try {
      return this.read(bytes);
    } catch (error) {
      this.fail(error);
      return NO_REQUESTS;
    }
  }

  private read(bytes: ByteReader): readonly RequestEnvelope[] {
    const key = bytes.int16();
    const version = bytes.int16();
    const api = this.served.byKey[key];
    const codec = api?.codec(version);
    if (api !== undefined && codec !== undefined) {
      return this.convert(api, codec, readHeader(bytes, version, codec.isFlexible), bytes);
    }
    if (key !== API_VERSIONS || version <= 0) {
      throw new WireError(`Version ${version} of the API with key ${key} is not supported.`);
    }
    this.answerUnsupportedApiVersions(bytes.int32());
    return NO_REQUESTS;
  }

  private convert(
    api: ServedApi,
    codec: MessageCodec,
    header: RequestHeader,
    bytes: ByteReader,
  ): readonly RequestEnvelope[] {
    const { version, correlationId, clientId } = header;
    const { topics, addressOf } = this;
    const message = codec.readRequest(bytes);
    const { requests, respond } = api.convert(message, { version, offered: this.served.offered, topics, addressOf });
    const [first] = requests;
    const expectResponse = first?.api !== 'Produce' || first.acks !== 0;
    if (expectResponse) this.pending.push({ header, codec, respond, expected: requests.length, responses: [] });
    return requests.map((request) => ({
      correlationId,
      clientId,
      apiVersion: version,
      expectResponse,
      request,
      isForeign: true,
    }));
  }

  /** KIP-511: the answer has version 0, which every client can read, and the versions of this API to try again with. */
  private answerUnsupportedApiVersions(correlationId: number): void {
    const api = this.served.byKey[API_VERSIONS] as ServedApi;
    const apiKeys = [{ apiKey: api.key, minVersion: api.minVersion, maxVersion: api.maxVersion }];
    this.pending.push({
      header: { version: 0, correlationId, clientId: '' },
      codec: api.codec(0) as MessageCodec,
      respond: () => ({ errorCode: errorCode('UNSUPPORTED_VERSION'), apiKeys }),
      expected: 0,
      responses: [],
    });
  }

  /** Sends the responses that are complete, up to the first one that is not. */
  private sendReady(): void {
    let first = this.pending[0];
    while (!this.isFailed && first !== undefined && first.responses.length === first.expected) {
      this.pending.shift();
      this.send(first);
      first = this.pending[0];
    }
  }

  private send(answered: Pending): void {
    let bytes: Uint8Array;
    try {
      bytes = responseBytes(answered);
    } catch (error) {
      this.fail(error);
      return;
    }
    this.owner.send(bytes);
  }

  /** As in a broker, whatever goes wrong with a message costs its client the connection, and nothing else. */
  private fail(error: unknown): void {
    this.isFailed = true;
    const isExpected = error instanceof WireError;
    this.owner.failed(isExpected ? error : new WireError(`A message causes an error: ${error}`, { cause: error }));
  }
}

function responseBytes({ header, codec, respond, responses }: Pending): Uint8Array {
  const bytes = new ByteWriter();
  bytes.int32(0);
  bytes.int32(header.correlationId);
  if (codec.hasFlexibleResponseHeader) bytes.unsignedVarint(0);
  codec.writeResponse(bytes, respond(responses));
  bytes.patchInt32(0, bytes.length - 4);
  return bytes.finish();
}
