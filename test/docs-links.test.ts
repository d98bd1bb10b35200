/** Covers: the links in all Markdown files, build/heading-slug.ts. Each of them leads to a file that exists, and to a heading of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { headingSlug } from '../build/heading-slug.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));

const textOf = (file: string): string => readFileSync(resolve(root, file), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');

function linksIn(file: string): readonly string[] {
  const links = textOf(file).matchAll(/\]\(([^)\s]+)\)/g);
  return [...links].map(([, link]) => link as string).filter((link) => !/^[a-z]+:/.test(link));
}

function anchorsIn(file: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of textOf(file).matchAll(/^#+ (.*)$/gm)) {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
    const slug = headingSlug(plain);
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** What is wrong with a link; `undefined` if nothing is. */
function problemOf(link: string, file: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? resolve(root, file) : resolve(root, dirname(file), path);
  if (!existsSync(target)) return `${link}: there is no such file`;
  if (anchor === undefined || statSync(target).isDirectory() || !target.endsWith('.md')) return undefined;
  return anchorsIn(target).has(anchor) ? undefined : `${link}: the page has no such heading`;
}

describe('Links', () => {
  it.each(files)('in %s lead to files and headings that exist', (file) => {
    const problems = linksIn(file).map((link) => problemOf(link, file));
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('that are broken are found', () => {
    expect(problemOf('nowhere.md', 'README.md')).toContain('no such file');
    expect(problemOf('docs/time.md#nowhere', 'README.md')).toContain('no such heading');
    expect(headingSlug('"nothing left to do": what `sim.run()` says')).toBe('nothing-left-to-do-what-simrun-says');
  });
});
