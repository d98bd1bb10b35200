/** Reads and writes the requests and responses of every API and version. A version is compiled when it is first used. */
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { SCHEMAS, type Schemas } from '../messages/index.ts';
import type { ApiSchema, MessageRead, MessageToWrite } from './field.ts';
import { compileReader, type Read } from './message-reader.ts';
import { compileWriter, type Write } from './message-writer.ts';
import { endsOf, isInVersions } from './versions.ts';

/** The name of an API whose messages can be read and written. */
export type WireApiName = keyof Schemas;
export type WireRequest<Name extends WireApiName> = MessageRead<Schemas[Name]['request']>;
export type WireResponse<Name extends WireApiName> = MessageToWrite<Schemas[Name]['response']>;

const schemas: Readonly<Record<WireApiName, ApiSchema>> = SCHEMAS;

export const WIRE_API_NAMES: readonly WireApiName[] = Object.keys(SCHEMAS) as WireApiName[];

export function schemaOf(name: WireApiName): ApiSchema {
  return schemas[name];
}

/** The first and the last version of an API that can be read and written. */
export function versionsOf(name: WireApiName): readonly [first: number, last: number] {
  return endsOf(schemas[name].versions);
}

/**
 * The messages of one version of an API. Each of the four functions is compiled when it is first needed. A broker reads requests and
 * writes responses; the other half is for clients, such as those of the tests.
 */
export class MessageCodec {
  /** Lengths are compact, and there are tagged fields. */
  readonly isFlexible: boolean;
  /** ApiVersions responses never have one, since their client does not know yet what the broker writes (KIP-511). */
  readonly hasFlexibleResponseHeader: boolean;
  private readonly schema: ApiSchema;
  private readonly version: number;
  private requestReader: Read<unknown> | undefined;
  private requestWriter: Write<object> | undefined;
  private responseReader: Read<unknown> | undefined;
  private responseWriter: Write<object> | undefined;

  constructor(schema: ApiSchema, version: number) {
    this.schema = schema;
    this.version = version;
    this.isFlexible = isInVersions(schema.flexible, version);
    this.hasFlexibleResponseHeader = this.isFlexible && schema.key !== SCHEMAS.ApiVersions.key;
  }

  readRequest(bytes: ByteReader): unknown {
    this.requestReader ??= compileReader(this.schema.request, this.version, this.isFlexible);
    return this.requestReader(bytes);
  }

  writeRequest(bytes: ByteWriter, message: object): void {
    this.requestWriter ??= compileWriter(this.schema.request, this.version, this.isFlexible);
    this.requestWriter(bytes, message);
  }

  readResponse(bytes: ByteReader): unknown {
    this.responseReader ??= compileReader(this.schema.response, this.version, this.isFlexible);
    return this.responseReader(bytes);
  }

  writeResponse(bytes: ByteWriter, message: object): void {
    this.responseWriter ??= compileWriter(this.schema.response, this.version, this.isFlexible);
    this.responseWriter(bytes, message);
  }
}

const compiled = new Map<WireApiName, (MessageCodec | undefined)[]>();

/** @param version one of `versionsOf(name)` */
export function messageCodec(name: WireApiName, version: number): MessageCodec {
  let codecs = compiled.get(name);
  if (codecs === undefined) {
    codecs = [];
    compiled.set(name, codecs);
  }
  codecs[version] ??= new MessageCodec(schemas[name], version);
  return codecs[version];
}
