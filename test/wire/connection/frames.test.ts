import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from '../../../src/wire/bytes/wire-error.ts';
import { Frames } from '../../../src/wire/connection/frames.ts';

const frameOf = (content: readonly number[]): number[] => [0, 0, content.length >> 8, content.length & 255, ...content];

describe('Frames', () => {
  it('are found however their bytes arrive', () => {
    const contents = fc.array(fc.array(fc.nat({ max: 255 }), { maxLength: 300 }), { maxLength: 5 });
    fc.assert(
      fc.property(contents, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (frames, sizes) => {
        const stream = Uint8Array.from(frames.flatMap(frameOf));
        const found: number[][] = [];
        const splitter = new Frames(1000);
        const chunk = new Uint8Array(50);
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = sizes[i % sizes.length] as number;
          const piece = stream.subarray(at, at + size);
          // A socket reads into the same memory again and again.
          chunk.set(piece);
          splitter.push(chunk.subarray(0, piece.length), (bytes, start, end) =>
            found.push([...bytes.subarray(start, end)]),
          );
          at += size;
        }
        expect(found).toEqual(frames);
      }),
    );
  });

  it.each([[[0, 0, 4, 1]], [[255, 255, 255, 255]], [[127, 255, 255, 255]]])(
    'of other sizes are refused before they arrive: %j',
    (size) => {
      expect(() => new Frames(1024).push(Uint8Array.from(size), () => {})).toThrow(WireError);
    },
  );
});
