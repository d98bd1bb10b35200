/** Covers: docs/.vitepress/. The site is built, contains every page, needs no network, and can be used at the width of a phone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, openBrowser } from './browser.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const copies: string[] = [];
afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true });
});

/** A copy of what the site is built from, so that no test leaves anything in the repository. */
function copyOfDocs(): string {
  const copy = mkdtempSync(join(tmpdir(), 'kafka-trial-docs-'));
  copies.push(copy);
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of files
    .split('\n')
    .filter((one) => /^(docs|build|scenarios|examples)\/|^[^/]+\.(md|json)$|^LICENSE$/.test(one)))
    cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function build(copy: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/vitepress/bin/vitepress.js', 'build', 'docs'],
    {
      cwd: copy,
      encoding: 'utf8',
    },
  );
  return { status, output: stdout + stderr };
}

const copy = copyOfDocs();
const site = join(copy, 'docs/.vitepress/dist');
beforeAll(() => {
  const { status, output } = build(copy);
  expect(output).toContain('build complete');
  expect(status).toBe(0);
}, 240_000);

const pages = (): readonly string[] =>
  readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
const htmlOf = (page: string): string => readFileSync(join(site, page), 'utf8');

describe('The site', () => {
  it('has a page for every file, and each is in the sidebar', () => {
    const expected = readdirSync(join(copy, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.startsWith('.vitepress'))
      .map((name) => name.replace(/README\.md$/, 'index.md').replace(/\.md$/, '.html'));
    expect(
      pages()
        .filter((page) => page !== '404.html')
        .toSorted(),
    ).toEqual(expected.toSorted());
    const linked = new Set([...htmlOf('quick-start.html').matchAll(/href="\/([^"#]*)"/g)].map(([, href]) => href));
    const missing = expected.filter((page) => !linked.has(page.replace(/index\.html$/, '')) && page !== 'index.html');
    expect(missing, 'Add these pages to the sidebar in docs/.vitepress/config.ts.').toEqual([]);
  });

  it('loads nothing from elsewhere', () => {
    for (const page of pages()) {
      const loaded = [...htmlOf(page).matchAll(/<(?:script|link|img|source|iframe)[^>]*?(?:src|href)="([^"]+)"/g)];
      expect(loaded.length).toBeGreaterThan(2);
      expect(loaded.map(([, address]) => address).filter((address) => !/^(\/|data:)/.test(address ?? ''))).toEqual([]);
    }
  });

  it.each([
    ['a page that does not exist', '[nowhere](nowhere.md)'],
    ['a file outside of docs/ that does not exist', '[nowhere](../NOWHERE.md)'],
  ])('is not built with a link to %s', (_, link) => {
    const broken = copyOfDocs();
    writeFileSync(join(broken, 'docs/time.md'), `# Time\n\n${link}\n`);
    const { status, output } = build(broken);
    expect(status).not.toBe(0);
    expect(output.toLowerCase()).toContain('nowhere');
  });
});

describe.skipIf(chromium === undefined)('The site in a browser', () => {
  let server: Server;
  let browser: Browser;
  let address: string;
  beforeAll(async () => {
    server = createServer(({ url = '/' }, response) => {
      const path = decodeURIComponent(url.replace(/[?#].*/, '')).replace(/\/$/, '/index.html');
      const types: Readonly<Record<string, string>> = {
        '.html': 'text/html',
        '.js': 'text/javascript',
        '.css': 'text/css',
      };
      try {
        const content = readFileSync(join(site, path));
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(content);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function open(path: string, width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(`${address}/${path}`, { waitUntil: 'networkidle' });
    expect(requested.filter((url) => !url.startsWith(address) && !url.startsWith('data:'))).toEqual([]);
    return page;
  }

  it.each([
    '',
    'quick-start.html',
    'course/04-batching/',
    'reference/producer-settings.html',
    'faults.html',
    'comparison.html',
  ])('has /%s fit on a phone', async (path) => {
    const page = await open(path, 390);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.close();
  });

  it('has nothing on any page that axe objects to', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const found: string[] = [];
    for (const path of pages().filter((name) => name !== '404.html')) {
      await page.goto(`${address}/${path}`);
      found.push(...(await violations(page)).map((violation) => `${path}: ${violation}`));
    }
    expect(found).toEqual([]);
    await page.close();
  }, 240_000);

  it.each(['', 'course/04-batching/', 'reference/producer-settings.html', 'faults.html'])(
    'has nothing on /%s that axe objects to in the dark',
    async (path) => {
      const page = await open(path, 1280, 'dark');
      expect(await violations(page)).toEqual([]);
      await page.close();
    },
  );

  async function violations(page: Page): Promise<readonly string[]> {
    await page.addScriptTag({ path: join(root, 'node_modules/axe-core/axe.min.js') });
    return page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(" ")}`))',
    );
  }

  it('finds words of all pages', async () => {
    const page = await open('', 1280);
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('linger');
    await page.locator('.result').first().waitFor();
    expect(await page.locator('.result').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('Batching and linger')]),
    );
    await page.close();
  });

  it('is dark where the reader prefers that', async () => {
    const page = await open('course/01-three-ways/', 1280, 'dark');
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 24, 29)');
    await page.close();
  });

  it('leads to the headings that links name', async () => {
    const page = await open('time.html#programs-that-never-finish', 1280);
    expect(await page.locator('#programs-that-never-finish').count()).toBe(1);
    await page.close();
  });
});
