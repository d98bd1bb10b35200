/** The public door: what it lets out, name by name. A change here is a change of the library's guarantees. */
import { readFileSync } from 'node:fs';
import * as door from 'kafka-trial';
import * as assertDoor from 'kafka-trial/assert';
import * as exploreDoor from 'kafka-trial/explore';
import * as fastCheckDoor from 'kafka-trial/fast-check';
import * as simDoor from 'kafka-trial/sim';
import * as vitestDoor from 'kafka-trial/vitest';
import { describe, expect, it } from 'vitest';

interface Name {
  readonly name: string;
  readonly isType: boolean;
}

const doors = [
  { door: 'kafka-trial', file: '../src/index.ts', snapshot: './exported-names.txt', values: door },
  {
    door: 'kafka-trial/explore',
    file: '../src/explore/index.ts',
    snapshot: './exported-names.explore.txt',
    values: exploreDoor,
  },
  {
    door: 'kafka-trial/fast-check',
    file: '../src/kits/fast-check/index.ts',
    snapshot: './exported-names.fast-check.txt',
    values: fastCheckDoor,
  },
  { door: 'kafka-trial/sim', file: '../src/sim/index.ts', snapshot: './exported-names.sim.txt', values: simDoor },
  {
    door: 'kafka-trial/assert',
    file: '../src/kits/assert/index.ts',
    snapshot: './exported-names.assert.txt',
    values: assertDoor,
  },
  {
    door: 'kafka-trial/vitest',
    file: '../src/kits/vitest/index.ts',
    snapshot: './exported-names.vitest.txt',
    values: vitestDoor,
  },
];

/** The names a door lists. It must list them: `export *` would let out whatever is behind it. */
function namesOf(file: string): readonly Name[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, typesOnly, list = '']) =>
    list
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry) => ({
        name: entry.replace(/^type /, ''),
        isType: typesOnly !== undefined || entry.startsWith('type '),
      })),
  );
}

describe.each(doors)('The door $door', ({ file, snapshot, values }) => {
  const names = namesOf(file);

  it('lists what it lets out, and nothing twice', () => {
    const listed = names.filter(({ isType }) => !isType).map(({ name }) => name);
    expect(listed.toSorted()).toEqual(Object.keys(values).toSorted());
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
  });

  it('lets out these names, and no others', async () => {
    const lines = names.map(({ name, isType }) => `${name}${isType ? ' (type)' : ''}`).toSorted();
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(snapshot);
  });
});
