/**
 * Covers: build/lists.js, src/client/versions/all-versions.ts
 *
 * A made-up version of the clients, in a copy of the sources: one file and `npm run lists` are all that it takes. That clients then
 * behave as the file says is in client-version.test.ts.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT_VERSIONS } from '../../../src/client/versions/index.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** A new key, another default of one, and another choice of one policy. */
const V4_4 = `
import { type ClientVersion, patch } from './client-version.ts';
import { V4_3 } from './v4_3.ts';

const PRODUCER_KEYS = { 'made.up.ms': { type: 'LONG', default: 7 } } as const;

export type NewProducerKeys = typeof PRODUCER_KEYS;

export const V4_4: ClientVersion = patch(V4_3, {
  name: '4.4.0',
  commitId: 'c0ffee',
  keys: { producer: { ...PRODUCER_KEYS, 'linger.ms': { default: 50 } } },
  policies: { flushAwaits: 'batches' },
  reasons: { flushAwaits: 'KAFKA-0 (4.4): flush() forgets the parts again' },
});
`;

/** Each line is one fact, as JSON. It is also the check of the types. */
const PROGRAM = `
import {
  type AllProducerKeys,
  changesBetween,
  type ClientVersionName,
  clientVersionNamed,
  type VersionsWith,
} from './src/client/versions/index.ts';

const name: ClientVersionName = '4.4';
const key: keyof AllProducerKeys = 'made.up.ms';
// @ts-expect-error: no version without a file
const unknown: ClientVersionName = '4.5';
// @ts-expect-error: 4.0 removed it, and so it is not in 4.4
const removed: VersionsWith<'sendOffsetsToTransaction(offsets, groupId)'> = '4.4';
void [unknown, removed];

const [older, newer] = [clientVersionNamed('4.3', 'a test'), clientVersionNamed('4.4.0', 'a test')];
console.log(JSON.stringify(newer === clientVersionNamed(name, 'a test')));
console.log(JSON.stringify(newer.keys.producer[key]));
console.log(JSON.stringify([...Object.keys(older.removedCalls), newer.policies.flushAwaits]));
console.log(JSON.stringify(changesBetween(older, newer).map(({ reason }) => reason)));
`;

describe('A made-up version 4.4', () => {
  let copy = '';

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'kafka-trial-version-'));
    // What the versions import, and not more: each file takes its time.
    for (const name of ['src/checks', 'src/client', 'src/protocol', 'build', 'package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'src/client/versions/v4_4.ts'), V4_4);
    writeFileSync(join(copy, 'program.ts'), PROGRAM);
    writeFileSync(join(copy, 'tsconfig.program.json'), '{ "extends": "./tsconfig.json", "include": ["program.ts"] }');
    execFileSync(process.execPath, ['build/lists.js', '--only', 'src/client/versions'], { cwd: copy });
  }, 120_000);

  afterAll(() => rmSync(copy, { recursive: true }), 120_000);

  it('is found by its names, and is what its file says, on top of the version before', () => {
    const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
    const { stdout, stderr } = spawnSync(process.execPath, [tsx, 'program.ts'], { cwd: copy, encoding: 'utf8' });
    expect(stderr).toBe('');
    const facts = stdout.trim().split('\n');
    expect(facts.map((line) => JSON.parse(line) as unknown)).toEqual([
      true,
      { type: 'LONG', default: 7 },
      [...Object.keys(CLIENT_VERSIONS['4.3'].removedCalls), 'batches'],
      ['KAFKA-0 (4.4): flush() forgets the parts again', expect.stringContaining('linger.ms is 50 by default, was 5')],
    ]);
  });

  it('is part of the types', () => {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.program.json'], {
      cwd: copy,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  });
});
