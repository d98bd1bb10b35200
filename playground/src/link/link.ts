/**
 * The link to a run: everything that determines it is in the part of the address after #, which no server sees.
 *
 *     #program=side-by-side&seed=1&set=acks:1&clients=4.3&brokers=3.9&faults=[...]&at=30143ms
 *
 * The form is described in docs/playground.md, and stable: the course and other people's pages contain such links.
 */
import type { FaultPlan } from '../../../src/index.ts';
import type { Versions } from '../settings/versions.ts';

/** What a link says. */
export interface Linked {
  /** The name of a program of the playground; `null`: it has a text of its own. */
  readonly program: string | null;
  /** The text of the learner's own program; `null`: it is a program of the playground. */
  readonly code: string | null;
  readonly seed: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly versions: Versions;
  readonly faults: FaultPlan;
  /** Where to open the history; `null`: at its beginning. */
  readonly at: Moment | null;
}

/** A time of the history, or the number of a step, from 1. */
export type Moment = { readonly ms: number } | { readonly step: number };

const DEFAULT_PROGRAM = 'side-by-side';

/** The text after #. */
export async function linkOf({ program, code, seed, settings, versions, faults, at }: Linked): Promise<string> {
  const fields: string[] = [];
  if (code === null) fields.push(`program=${encodeURIComponent(program ?? DEFAULT_PROGRAM)}`);
  else fields.push(`code=${await packed(code)}`);
  fields.push(`seed=${seed}`);
  for (const [key, value] of Object.entries(settings))
    fields.push(`set=${encodeURIComponent(key)}:${encodeURIComponent(value)}`);
  for (const [side, version] of Object.entries(versions)) if (version !== null) fields.push(`${side}=${version}`);
  if (faults.length > 0) fields.push(`faults=${encodeURIComponent(JSON.stringify(faults))}`);
  if (at !== null) fields.push('ms' in at ? `at=${at.ms}ms` : `at=${at.step}`);
  return fields.join('&');
}

/** @throws LinkError with the field that is wrong */
export async function readLink(text: string): Promise<Linked> {
  const fields = new URLSearchParams(text.replace(/^#/, ''));
  const code = fields.get('code');
  return {
    program: code === null ? (fields.get('program') ?? DEFAULT_PROGRAM) : null,
    code: code === null ? null : await unpacked(code),
    seed: seedOf(fields.get('seed')),
    settings: Object.fromEntries(fields.getAll('set').map(settingOf)),
    versions: {
      clients: fields.get('clients') as Versions['clients'],
      brokers: fields.get('brokers') as Versions['brokers'],
    },
    faults: faultsOf(fields.get('faults')),
    at: momentOf(fields.get('at')),
  };
}

/** A link that cannot be read. */
class LinkError extends Error {
  override readonly name = 'LinkError';
}

function seedOf(text: string | null): number {
  const seed = text === null ? 1 : Number(text);
  if (Number.isSafeInteger(seed)) return seed;
  throw new LinkError(`The link's seed has to be a whole number, but it is '${text}'.`);
}

function settingOf(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  if (colon > 0) return [text.slice(0, colon), text.slice(colon + 1)];
  throw new LinkError(`The link's settings have the form set=linger.ms:5, but one is '${text}'.`);
}

function faultsOf(text: string | null): FaultPlan {
  if (text === null) return [];
  try {
    const plan: unknown = JSON.parse(text);
    if (Array.isArray(plan)) return plan as FaultPlan;
  } catch {
    // Reported below.
  }
  throw new LinkError('The faults of the link have to be a fault plan, which is a list in JSON (docs/faults.md).');
}

function momentOf(text: string | null): Moment | null {
  if (text === null) return null;
  const [, number, unit] = /^(\d+)(ms)?$/.exec(text) ?? [];
  if (number === undefined)
    throw new LinkError(`The link's moment has the form at=1200ms or at=17, but it is '${text}'.`);
  return unit === 'ms' ? { ms: Number(number) } : { step: Number(number) };
}

// --- Text that is packed: compressed, then as base64 without characters that an address would have to escape ---------------

async function packed(text: string): Promise<string> {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function unpacked(text: string): Promise<string> {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = await through(
      Uint8Array.from(binary, (one) => one.charCodeAt(0)),
      new DecompressionStream('deflate-raw'),
    );
    return new TextDecoder().decode(bytes);
  } catch {
    throw new LinkError(
      'The program of the link cannot be unpacked: a part of the link is missing, as mail programs sometimes break it.',
    );
  }
}

async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const source = new Response(bytes as Uint8Array<ArrayBuffer>).body as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Uint8Array(await new Response(source.pipeThrough(stream)).arrayBuffer());
}
