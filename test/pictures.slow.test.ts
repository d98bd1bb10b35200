/** Covers: build/pictures.js. The pictures in the repository are those that the script draws. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { builtLibrary } from './built-library.ts';

it('draws the pictures that the README shows', async () => {
  const root = builtLibrary();
  const { pictures } = (await import(pathToFileURL(`${root}/build/pictures.js`).href)) as {
    pictures: () => Promise<Readonly<Record<string, string>>>;
  };
  for (const [name, drawn] of Object.entries(await pictures())) {
    expect(readFileSync(new URL(`../docs/pictures/${name}`, import.meta.url), 'utf8')).toBe(drawn);
  }
});
