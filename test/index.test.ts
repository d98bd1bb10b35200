/** The names that each entry point of the package exports. A change here is a change of the public API. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENTRY_POINTS, exportedNames } from './entry-points.ts';

const root = new URL('../', import.meta.url);

describe.each(ENTRY_POINTS)('The entry point $name', ({ name: entryPoint, file, values }) => {
  const names = exportedNames(file);

  it('lists every name it exports, each once', () => {
    const listed = names.filter(({ isType }) => !isType).map(({ name }) => name);
    expect(listed.toSorted()).toEqual(Object.keys(values).toSorted());
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
    expect(readFileSync(new URL(file, root), 'utf8')).not.toContain('export *');
  });

  it('exports these names, and no others', async () => {
    const lines = names.map(({ name, isType }) => `${name}${isType ? ' (type)' : ''}`).toSorted();
    const snapshot = entryPoint.replace('kafka-trial', 'exported-names').replace('/', '.');
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./${snapshot}.txt`);
  });
});

describe('The main entry point', () => {
  it('exports about sixty names', () => {
    expect(exportedNames('src/index.ts').length).toBeLessThan(70);
  });
});

describe('package.json', () => {
  it('has the same entry points', () => {
    const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
      exports: Record<string, { default: string } | string>;
    };
    const files = Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'string' ? [] : [`${path.replace('.', 'kafka-trial')} ${target.default}`],
    );
    const expected = ENTRY_POINTS.map(
      ({ name, file }) => `${name} ${file.replace(/^(src\/)?/, './dist/').replace(/\.ts$/, '.js')}`,
    );
    // The scenarios are programs that import the package themselves.
    expect(files.toSorted()).toEqual([...expected, 'kafka-trial/scenarios ./dist/scenarios/index.js'].toSorted());
  });
});
