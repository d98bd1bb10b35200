/**
 * pako's compressor for the library, which imports it under this name (vite.config.ts). Few programs compress, so that its 8 kB are loaded only
 * before a run that may need them.
 */
type Pako = typeof import('virtual:pako');

let pako: Pako | null = null;

export async function loadCompressor(): Promise<void> {
  pako ??= await import('virtual:pako');
}

export const gzip: Pako['gzip'] = (...given) => loaded().gzip(...given);
export const deflateRaw: Pako['deflateRaw'] = (...given) => loaded().deflateRaw(...given);

function loaded(): Pako {
  if (pako === null) throw new Error('A batch is compressed, and the compressor has not been loaded.');
  return pako;
}
