/**
 * The charsets of Java's serializers of text (`serializer.encoding` and the like): how a text is written, and read again. As in Java,
 * what a charset cannot represent becomes `?`, and bytes that have no meaning become U+FFFD.
 */
import { payloadBytes, payloadText } from '../../protocol/records/payload.ts';

export interface Charset {
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
}

const BYTE_ORDER_MARK = 0xfeff;
const REPLACEMENT = '\ufffd';
const QUESTION_MARK = 0x3f;

/** Surrogate pairs, and halves of one. */
const SURROGATES = /([\ud800-\udbff][\udc00-\udfff])|[\ud800-\udfff]/g;
/** Where Java expects the second half of a pair, it replaces what it finds there, too. */
const SURROGATES_READ = /([\ud800-\udbff][\udc00-\udfff])|[\ud800-\udbff][\s\S]?|[\udc00-\udfff]/g;

export const UTF_8: Charset = {
  encode: (text) => payloadBytes(text)!,
  decode: (bytes) => payloadText(bytes)!,
};

/** Two bytes for each unit of UTF-16. */
function utf16(isLittleEndian: boolean): Charset {
  return {
    encode(text) {
      const units = replaced(text, SURROGATES);
      const view = new DataView(new ArrayBuffer(units.length * 2));
      for (let i = 0; i < units.length; i++) view.setUint16(i * 2, units.charCodeAt(i), isLittleEndian);
      return new Uint8Array(view.buffer);
    },
    decode(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      let text = '';
      for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode(view.getUint16(i, isLittleEndian));
      return replaced(bytes.length % 2 === 0 ? text : text + REPLACEMENT, SURROGATES_READ);
    },
  };
}

const UTF_16BE = utf16(false);
const UTF_16LE = utf16(true);

/** Writes big-endian after a byte order mark; reads what the mark says, and big-endian without one. */
const UTF_16: Charset = {
  encode: (text) => UTF_16BE.encode(text === '' ? text : String.fromCharCode(BYTE_ORDER_MARK) + text),
  decode(bytes) {
    const mark = bytes.length < 2 ? 0 : bytes[0]! * 0x100 + bytes[1]!;
    if (mark === BYTE_ORDER_MARK) return UTF_16BE.decode(bytes.subarray(2));
    return mark === 0xfffe ? UTF_16LE.decode(bytes.subarray(2)) : UTF_16BE.decode(bytes);
  },
};

/** One byte for each character up to `last`. */
function singleByte(last: number): Charset {
  return {
    encode: (text) =>
      Uint8Array.from(text, (character) => {
        const codePoint = character.codePointAt(0)!;
        return codePoint <= last ? codePoint : QUESTION_MARK;
      }),
    decode: (bytes) => Array.from(bytes, (byte) => (byte <= last ? String.fromCharCode(byte) : REPLACEMENT)).join(''),
  };
}

/** By Java's names, which are not case-sensitive. */
const CHARSETS: ReadonlyMap<string, Charset> = new Map([
  ['UTF-8', UTF_8],
  ['UTF-16', UTF_16],
  ['UTF-16BE', UTF_16BE],
  ['UTF-16LE', UTF_16LE],
  ['ISO-8859-1', singleByte(0xff)],
  ['US-ASCII', singleByte(0x7f)],
]);

function replaced(text: string, surrogates: RegExp): string {
  return text.replace(surrogates, (_, pair: string | undefined) => pair ?? REPLACEMENT);
}

/**
 * The charset that a configuration names for a serializer or deserializer of text.
 *
 * @param role what the names of the keys contain
 * @param refuse makes the error of an unsupported charset, which is thrown when the charset is used, as in Java
 */
export function configuredCharset(
  configs: ReadonlyMap<string, unknown>,
  isKey: boolean,
  role: 'serializer' | 'deserializer',
  refuse: (name: string, cause: Error) => Error,
): Charset {
  const own = configs.get(`${isKey ? 'key' : 'value'}.${role}.encoding`);
  const name = own ?? configs.get(`${role}.encoding`);
  if (typeof name !== 'string') return UTF_8;
  return CHARSETS.get(name.toUpperCase()) ?? unsupported(name, refuse);
}

function unsupported(name: string, refuse: (name: string, cause: Error) => Error): Charset {
  const fail = (): never => {
    throw refuse(name, new Error(`kafka-trial has the charsets ${Array.from(CHARSETS.keys()).join(', ')}`));
  };
  return { encode: fail, decode: fail };
}
