/** Covers: src/wire/schema/{message-codec,message-reader,message-writer,defaults,field,versions}.ts */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/wire/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/wire/bytes/byte-writer.ts';
import { WireError } from '../../../src/wire/bytes/wire-error.ts';
import type { Field } from '../../../src/wire/schema/field.ts';
import { messageCodec, schemaOf, versionsOf, WIRE_API_NAMES } from '../../../src/wire/schema/message-codec.ts';
import { compileReader } from '../../../src/wire/schema/message-reader.ts';
import { compileWriter } from '../../../src/wire/schema/message-writer.ts';
import { endsOf, isInVersions } from '../../../src/wire/schema/versions.ts';
import { anyMessage, toWrite } from '../messages/any-message.ts';

const everyVersion = WIRE_API_NAMES.flatMap((name) => {
  const [first, last] = versionsOf(name);
  return Array.from({ length: last - first + 1 }, (_, i) => ({ name, version: first + i }));
});

describe('Messages', () => {
  it('exist of all APIs that clients of the research use', () => {
    expect(everyVersion.length).toBeGreaterThan(150);
  });

  it.each(everyVersion)('$name v$version: what is written can be read', ({ name, version }) => {
    const codec = messageCodec(name, version);
    for (const kind of ['Request', 'Response'] as const) {
      const fields = schemaOf(name)[kind === 'Request' ? 'request' : 'response'];
      fc.assert(
        fc.property(anyMessage(fields, version), (message) => {
          const writer = new ByteWriter(1);
          codec[`write${kind}`](writer, toWrite(fields, message));
          const reader = new ByteReader(writer.finish());
          expect(codec[`read${kind}`](reader)).toMatchObject(message);
          expect(reader.remaining).toBe(0);
        }),
        { numRuns: 20 },
      );
    }
  });

  it('are compiled once', () => {
    expect(messageCodec('Produce', 7)).toBe(messageCodec('Produce', 7));
    expect(messageCodec('Produce', 9).isFlexible).toBe(true);
    expect(messageCodec('Produce', 8).isFlexible).toBe(false);
  });
});

describe('Fields', () => {
  // biome-ignore format: one field, one line
  const fields: readonly Field[] = [
    { name: 'name', type: 'string', versions: '0+', nullable: '1+' },
    { name: 'count', type: 'int32', versions: '1-2', default: -1 },
    { name: 'ids', type: '[]int32', versions: '0+' },
    { name: 'late', type: 'string', versions: '2+', nullable: '2+', tag: 1, tagged: '2+', default: null },
    { name: 'where', type: 'struct', versions: '2+', tag: 0, tagged: '2+', fields: [
      { name: 'epoch', type: 'int32', versions: '2+', default: -1 },
    ] },
  ];
  const write = (version: number, message: object): Uint8Array => {
    const bytes = new ByteWriter();
    compileWriter(fields, version, version >= 2)(bytes, message);
    return bytes.finish();
  };
  const read = (version: number, bytes: readonly number[] | Uint8Array): unknown =>
    compileReader(fields, version, version >= 2)(new ByteReader(Uint8Array.from(bytes)));

  it('of other versions have their defaults', () => {
    const message = { name: 'a', count: 7, ids: [1], late: 'x', where: { epoch: 3 } };
    expect(read(0, write(0, message))).toEqual({ name: 'a', count: -1, ids: [1], late: null, where: { epoch: -1 } });
    expect(read(1, write(1, message))).toEqual({ ...message, late: null, where: { epoch: -1 } });
    expect(read(2, write(2, message))).toEqual(message);
    expect(read(3, write(3, message))).toEqual({ ...message, count: -1 });
  });

  it('that are left out are written with their defaults, and tagged ones not at all', () => {
    expect([...write(2, { name: 'a', ids: [] })]).toEqual([2, 97, 255, 255, 255, 255, 1, 0]);
    expect([...write(2, { name: 'a', ids: [], where: { epoch: -1 }, late: null })]).toEqual([
      2, 97, 255, 255, 255, 255, 1, 0,
    ]);
  });

  it('that are tagged are written in the order of their tags, each with its size', () => {
    const bytes = write(3, { name: '', ids: [], late: 'z', where: { epoch: 5 } });
    expect([...bytes]).toEqual([1, 1, 2, 0, 5, 0, 0, 0, 5, 0, 1, 2, 2, 122]);
  });

  it('with a tag that is not known are skipped', () => {
    expect(read(3, [1, 1, 2, 1, 2, 2, 122, 9, 3, 7, 7, 7])).toMatchObject({ late: 'z', where: { epoch: -1 } });
  });

  it('with a tag must end where their size says', () => {
    expect(() => read(3, [1, 1, 1, 1, 3, 2, 122, 0])).toThrow('A tagged field ends at byte 7, not at 8.');
  });

  it('may be null only in the versions that allow it', () => {
    expect(read(1, write(1, { name: null, ids: [] }))).toMatchObject({ name: null });
    expect(() => write(0, { name: null, ids: [] })).toThrow('name is null, which version 0 does not allow.');
    expect(() => read(0, [255, 255, 0, 0, 0, 0])).toThrow('name is null, which version 0 does not allow.');
    expect(() => read(0, [0, 0, 255, 255, 255, 255])).toThrow('ids is null, which version 0 does not allow.');
    expect(() => read(3, [0, 1, 0])).not.toThrow();
    expect(() => read(3, [1, 0, 0])).toThrow(WireError);
  });

  it('cannot ask for more elements than there are bytes', () => {
    expect(() => read(0, [0, 0, 0, 0, 0, 1, 9])).toThrow(WireError);
    expect(() => read(0, [0, 0, 127, 255, 255, 255, 9])).toThrow('A list of 2147483647 elements begins at byte 6');
    expect(() => read(0, [0, 0, 255, 255, 255, 254])).toThrow('negative length, -2');
  });
});

describe('Versions', () => {
  it.each([
    ['3+', 2, false],
    ['3+', 3, true],
    ['3+', 30, true],
    ['0-9', 9, true],
    ['0-9', 10, false],
    ['2', 2, true],
    ['2', 3, false],
    [null, 0, false],
    [undefined, 0, false],
  ])('%s and %i: %s', (range, version, isIn) => {
    expect(isInVersions(range, version)).toBe(isIn);
  });

  it('have ends', () => {
    expect(endsOf('4-17')).toEqual([4, 17]);
    expect(endsOf('0-0')).toEqual([0, 0]);
  });
});
