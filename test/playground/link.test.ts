/** Covers: playground/src/link/link.ts, described in docs/playground.md */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Linked, linkOf, readLink } from '../../playground/src/link/link.ts';
import { AS_IN_PROGRAM } from '../../playground/src/settings/versions.ts';

const PLAIN: Linked = {
  program: 'lost-ack',
  code: null,
  seed: 7,
  settings: {},
  versions: AS_IN_PROGRAM,
  faults: [],
  at: null,
};

describe('A link', () => {
  it.each<[string, Partial<Linked>]>([
    ['a program and a seed', {}],
    ['a negative seed', { seed: -3 }],
    ['settings', { settings: { acks: '1', 'linger.ms': '5', 'bootstrap.servers': 'broker-1:9092' } }],
    ['versions', { versions: { clients: '4.3', brokers: '3.9' } }],
    ['the version of one side', { versions: { clients: null, brokers: '4.3' } }],
    ['faults', { faults: [{ on: 'Produce', client: 'a & b', nth: 2, do: 'loseResponse' }] }],
    ['a time', { at: { ms: 30_143 } }],
    ['a step', { at: { step: 17 } }],
    ['a program of its own', { program: null, code: 'const value = "Grüße, 中文, 🙂 & more";\n'.repeat(40) }],
  ])('keeps %s', async (_, change) => {
    const linked = { ...PLAIN, ...change };
    expect(await readLink(`#${await linkOf(linked)}`)).toEqual(linked);
  });

  it('is short, also with a program of its own', async () => {
    const code = readFileSync(new URL('../../scenarios/54-side-by-side.ts', import.meta.url), 'utf8');
    expect((await linkOf({ ...PLAIN, program: null, code })).length).toBeLessThan(1_800);
    expect(await linkOf(PLAIN)).toBe('program=lost-ack&seed=7');
  });

  it('that is empty opens the three ways', async () => {
    expect(await readLink('')).toEqual({ ...PLAIN, program: 'side-by-side', seed: 1 });
  });

  it('has the form that docs/playground.md describes', async () => {
    const page = readFileSync(new URL('../../docs/playground.md', import.meta.url), 'utf8');
    const example = /^#program=.*$/m.exec(page)?.[0] ?? '';
    expect(await readLink(example)).toEqual({
      program: 'side-by-side',
      code: null,
      seed: 1,
      settings: { acks: '1' },
      versions: AS_IN_PROGRAM,
      faults: [{ on: 'Produce', client: 'synchronous', nth: 1, do: 'loseResponse' }],
      at: { ms: 120 },
    });
  });

  it.each([
    ['#seed=x', "The link's seed has to be a whole number, but it is 'x'."],
    ['#set=acks', "The link's settings have the form set=linger.ms:5, but one is 'acks'."],
    ['#faults={}', 'The faults of the link have to be a fault plan, which is a list in JSON (docs/faults.md).'],
    ['#at=noon', "The link's moment has the form at=1200ms or at=17, but it is 'noon'."],
    [
      '#code=zzz',
      'The program of the link cannot be unpacked: a part of the link is missing, as mail programs sometimes break it.',
    ],
  ])('%s is refused: %s', async (hash, message) => {
    await expect(readLink(hash)).rejects.toThrow(message);
  });
});
