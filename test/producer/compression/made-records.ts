/** Records of several kinds, equal at each call: the records with which the Java client's codecs were measured. */
import { encodeRecords } from '../../../src/protocol/records/record-encoding.ts';

export type Kind = 'padded' | 'json' | 'letters' | 'noise';

/** `count` records of a kind, without keys, of about `size` bytes each, encoded. */
export function madeRecords(kind: Kind, count: number, size: number): Uint8Array {
  const draw = draws(count * 1_000 + size);
  const values = Array.from({ length: count }, (_, row) => MADE[kind](row, size, draw));
  return encodeRecords({ keys: values.map(() => null), values, maxTimestampMs: 0 });
}

const CUSTOMERS = ['ada', 'grace', 'edsger', 'barbara', 'donald'];
const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'];

type Draw = (below: number) => number;

const MADE: Record<Kind, (row: number, size: number, draw: Draw) => string | Uint8Array> = {
  padded: (row, size) => `r${row}`.padEnd(size, '.'),
  json: (row, size, draw) => {
    const order = {
      id: row,
      customer: CUSTOMERS[draw(5)],
      amount: draw(100_000) / 100,
      at: 1_700_000_000_000 + draw(100_000),
    };
    let note = '';
    while (JSON.stringify(order).length + note.length < size - 10) note += `${WORDS[draw(8)] as string} `;
    return JSON.stringify({ ...order, note });
  },
  letters: (_, size, draw) => Array.from({ length: size }, () => String.fromCharCode(97 + draw(26))).join(''),
  noise: (_, size, draw) => Uint8Array.from({ length: size }, () => draw(256)),
};

/** Mulberry32. */
function draws(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
