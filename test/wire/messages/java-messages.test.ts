/** Covers: src/wire/schema/message-codec.ts: messages have the bytes that the real Java client writes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/wire/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/wire/bytes/byte-writer.ts';
import type { Field } from '../../../src/wire/schema/field.ts';
import {
  messageCodec,
  schemaOf,
  versionsOf,
  WIRE_API_NAMES,
  type WireApiName,
} from '../../../src/wire/schema/message-codec.ts';
import { mapFields, toWrite } from './any-message.ts';
import { type ExampleMessage, exampleMessage } from './example-message.ts';

const rows = readFileSync(join(import.meta.dirname, '../fixtures/java-messages.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t') as [WireApiName, 'Request' | 'Response', string, string, string]);

describe("The Java client's bytes", () => {
  it('are there for every message and version', () => {
    const versions = WIRE_API_NAMES.map(versionsOf).map(([first, last]) => last - first + 1);
    expect(rows.length).toBe(2 * versions.reduce((sum, count) => sum + count));
  });

  it.each(rows)('of %s%s v%s (%s) are read and written', (name, kind, versionText, _, hex) => {
    const version = Number(versionText);
    const codec = messageCodec(name, version);
    const fields = schemaOf(name)[kind === 'Request' ? 'request' : 'response'];
    const message = withBytes(fields, exampleMessage(fields, version));
    const writer = new ByteWriter();
    codec[`write${kind}`](writer, toWrite(fields, message));
    expect(Buffer.from(writer.finish()).toString('hex')).toBe(hex);
    const bytes = new ByteReader(new Uint8Array(Buffer.from(hex, 'hex')));
    expect(codec[`read${kind}`](bytes)).toMatchObject(message);
    expect(bytes.remaining).toBe(0);
  });
});

function withBytes(fields: readonly Field[], message: ExampleMessage): ExampleMessage {
  return mapFields(fields, message, ({ type }, value) =>
    (type === 'bytes' || type === 'records') && typeof value === 'string'
      ? new Uint8Array(Buffer.from(value, 'base64'))
      : value,
  );
}
