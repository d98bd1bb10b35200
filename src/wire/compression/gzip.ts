/** Gzip (RFC 1952). */
import { gzip, Inflate } from 'pako';
import { WireError } from '../bytes/wire-error.ts';
import { Output } from './output.ts';

const CHUNK_SIZE = 64 * 1024;

export function decompressGzip(compressed: Uint8Array): Uint8Array {
  const output = new Output(2 * compressed.length);
  const inflate = new Inflate({ chunkSize: CHUNK_SIZE });
  inflate.onData = (chunk) => output.add(chunk);
  inflate.push(compressed, true);
  if (inflate.err !== 0) throw new WireError(`The gzip stream cannot be read: ${inflate.msg || inflate.err}.`);
  return output.finish();
}

export function compressGzip(records: Uint8Array): Uint8Array {
  return gzip(records, { level: 6 });
}
