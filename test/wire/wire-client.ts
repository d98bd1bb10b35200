/** A client that talks bytes to a WireConnection, and what the connection makes of them. */
import type { RequestEnvelope, Response } from '../../src/protocol/messages.ts';
import { ByteReader } from '../../src/wire/bytes/byte-reader.ts';
import { ByteWriter } from '../../src/wire/bytes/byte-writer.ts';
import type { WireError } from '../../src/wire/bytes/wire-error.ts';
import { WireConnection, type WireConnectionOptions } from '../../src/wire/connection/wire-connection.ts';
import { messageCodec, schemaOf, type WireApiName } from '../../src/wire/schema/message-codec.ts';

/** The frame of a request, with its size. `clientId` is `shop` by default. */
export function requestFrame(
  name: WireApiName,
  version: number,
  message: object,
  correlationId: number,
  clientId: string | null = 'shop',
): Uint8Array {
  const codec = messageCodec(name, version);
  const bytes = new ByteWriter();
  bytes.int32(0);
  bytes.int16(schemaOf(name).key);
  bytes.int16(version);
  bytes.int32(correlationId);
  bytes.int16(clientId === null ? -1 : Buffer.byteLength(clientId));
  if (clientId !== null) bytes.text(clientId);
  if (codec.isFlexible) bytes.unsignedVarint(0);
  codec.writeRequest(bytes, message);
  bytes.patchInt32(0, bytes.length - 4);
  return bytes.finish();
}

/** Any message that was read, of which a test knows the fields. */
// biome-ignore lint/suspicious/noExplicitAny: its type depends on the API
export type AnyRead = any;

export class WireClient {
  readonly requests: RequestEnvelope[] = [];
  readonly sent: Uint8Array[] = [];
  readonly failures: WireError[] = [];
  readonly connection: WireConnection;
  /** Topic ids by name. */
  readonly topicIds: Map<string, string> = new Map();
  private correlationId = 0;

  constructor(options: Partial<WireConnectionOptions> = {}) {
    const topics = {
      idOf: (name: string) => this.topicIds.get(name),
      nameOf: (id: string) => [...this.topicIds].find(([, topicId]) => topicId === id)?.[0],
    };
    this.connection = new WireConnection(
      { topics, ...options },
      {
        request: (envelope) => this.requests.push(envelope),
        send: (bytes) => this.sent.push(bytes),
        failed: (error) => this.failures.push(error),
      },
    );
  }

  /** Sends a request and returns what the cluster is asked. */
  ask(name: WireApiName, version: number, message: object): RequestEnvelope[] {
    const before = this.requests.length;
    this.connection.receive(requestFrame(name, version, message, ++this.correlationId));
    return this.requests.slice(before);
  }

  /** Has the cluster answer the request that waits longest. */
  answer(
    response: Response,
    { correlationId }: { correlationId: number } = { correlationId: this.correlationId },
  ): void {
    this.connection.respond({ correlationId, response });
  }

  /** The latest response, read as one of this API and version. */
  response(name: WireApiName, version: number): AnyRead {
    const bytes = new ByteReader(this.sent.at(-1) as Uint8Array);
    const size = bytes.int32();
    if (size !== bytes.remaining) throw new Error(`The size is ${size}, but ${bytes.remaining} bytes follow.`);
    const correlationId = bytes.int32();
    const codec = messageCodec(name, version);
    if (codec.hasFlexibleResponseHeader) bytes.skip(1);
    const message = codec.readResponse(bytes) as object;
    if (bytes.remaining > 0) throw new Error(`${bytes.remaining} bytes are left over.`);
    return { correlationId, ...message };
  }
}
