/**
 * The records that all measures send: values of 100 bytes and distinct keys of 10 characters, as text.
 */

export const TOPIC = 'bench';
export const KEY_BYTES = 10;
export const VALUE_BYTES = 100;

/** Record number `i`. Its strings are flat, as if they had been read from a file, and no other object refers to them. */
export function makeRecord(i) {
  const key = flat(`key-${String(i).padStart(KEY_BYTES - 4, '0')}`);
  const value = flat(`${String(i).padStart(12, '0')}${'v'.repeat(VALUE_BYTES - 12)}`);
  return { topic: TOPIC, key, value };
}

export function makeRecords(count) {
  return Array.from({ length: count }, (_, i) => makeRecord(i));
}

function flat(text) {
  return Buffer.from(text, 'latin1').toString('latin1');
}
