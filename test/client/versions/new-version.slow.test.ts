/**
 * Covers: build/lists.js, src/client/versions/all-versions.ts
 *
 * A made-up version of the clients, in a copy of the sources: one file and `npm run lists` are all that it takes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

/** Another default of one key, another choice of one policy, and a method less. */
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

/** Each line is one fact, as JSON. The types of the options have to know the version and its key, too. */
const PROGRAM = `
import { compareVersions } from './src/explore/index.ts';
import { Simulation, StringSerializer } from './src/index.ts';
import { changesBetween, clientVersionNamed } from './src/client/versions/index.ts';

const SERIALIZERS = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };
async function sentMs(clientVersion: '4.3' | '4.4'): Promise<number> {
  const sim = new Simulation({ clientVersion });
  await sim.run(() => sim.producer(SERIALIZERS).send({ topic: 'payments', value: 'one' }).get());
  return (sim.trace.entriesOf('batch sent')[0]?.atMs ?? 0) - sim.startMs;
}
console.log(JSON.stringify((await sentMs('4.4')) - (await sentMs('4.3'))));
const producer = new Simulation().producer({ ...SERIALIZERS, 'made.up.ms': 8 }, { version: '4.4' });
// @ts-expect-error: removed in 4.0, and so not in 4.4
console.log(JSON.stringify(String(await producer.sendOffsetsToTransaction({}, 'shop').catch((error: unknown) => error))));
const [from, to] = [clientVersionNamed('4.3', ''), clientVersionNamed('4.4.0', '')];
console.log(JSON.stringify(changesBetween(from, to).map(({ reason }) => reason)));
const { reasons, versions } = await compareVersions(
  async (sim) => {
    sim.createTopic('payments', { partitions: 1 });
    await sim.producer(SERIALIZERS).send({ topic: 'payments', value: 'one' }).get();
  },
  { from: '4.3', to: '4.4' },
);
console.log(JSON.stringify([versions, reasons]));
`;

describe('A made-up version 4.4', () => {
  let copy = '';

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'kafka-trial-version-'));
    for (const name of ['src', 'scenarios', 'build', 'package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'src/client/versions/v4_4.ts'), V4_4);
    writeFileSync(join(copy, 'program.ts'), PROGRAM);
    writeFileSync(join(copy, 'tsconfig.program.json'), '{ "extends": "./tsconfig.json", "include": ["program.ts"] }');
    execFileSync(process.execPath, ['build/lists.js'], { cwd: copy });
  }, 120_000);

  afterAll(() => rmSync(copy, { recursive: true }), 120_000);

  it('is found by its name, has its default and policy, and what 4.0 removed is not back', () => {
    const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
    const { stdout, stderr } = spawnSync(process.execPath, [tsx, 'program.ts'], { cwd: copy, encoding: 'utf8' });
    expect(stderr).toBe('');
    const [laterMs, refused, changes, compared] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(laterMs).toBe(45);
    expect(refused).toContain('sendOffsetsToTransaction(offsets, groupId) does not exist in the Java clients 4.4.0');
    const linger = 'linger.ms is 50 by default, was 5';
    expect(changes).toEqual(['KAFKA-0 (4.4): flush() forgets the parts again', expect.stringContaining(linger)]);
    expect(compared).toEqual([{ from: '4.3.1', to: '4.4.0' }, [expect.stringContaining(linger)]]);
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
