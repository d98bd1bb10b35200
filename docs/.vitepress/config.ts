/**
 * The documentation as a site (docs/decisions/0019-documentation-as-a-site.md). The pages are the Markdown files of docs/, as a code host
 * shows them. This file has their order, and turns links out of docs/ into links to the repository.
 */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DefaultTheme, defineConfig, type MarkdownRenderer, type UserConfig } from 'vitepress';
import { headingSlug } from '../../build/heading-slug.ts';

const docs = fileURLToPath(new URL('../', import.meta.url));
const root = resolve(docs, '..');
/** Where `kafka-trial play` serves the playground. */
const PLAYGROUND = 'http://127.0.0.1:9100/';
const REPOSITORY = 'https://github.com/kafka-trial/kafka-trial';

/** A page with its first heading as its name. */
function page(path: string, name: string = titleOf(path)): DefaultTheme.SidebarItem {
  return { text: name, link: `/${path.replace(/README\.md$/, '').replace(/\.md$/, '')}` };
}

function pagesIn(folder: string): DefaultTheme.SidebarItem[] {
  return readdirSync(resolve(docs, folder))
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .toSorted()
    .map((name) => page(`${folder}/${name}`));
}

function titleOf(path: string): string {
  return /^# (.*)$/m.exec(readFileSync(resolve(docs, path), 'utf8'))?.[1]?.replaceAll('`', '') ?? path;
}

const chapters = readdirSync(resolve(docs, 'course')).filter((name) => /^\d\d-/.test(name));

const SIDEBAR: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [page('quick-start.md'), page('recipes.md'), page('troubleshooting.md'), page('comparison.md')],
  },
  {
    text: 'Course',
    items: [
      page('course/README.md', 'About the course'),
      ...chapters.toSorted().map((folder) => page(`course/${folder}/README.md`)),
      page('course/teaching.md', 'For teachers'),
    ],
  },
  {
    text: 'Guides',
    items: [
      page('playground.md'),
      page('test-kit.md'),
      page('test-runners.md'),
      page('faults.md'),
      page('time.md'),
      page('exploring.md'),
      page('reading-a-trace.md'),
      page('reports.md'),
      page('time-travel.md'),
      page('upgrading.md'),
      page('writing-a-scenario.md'),
      page('mock-producer.md'),
      page('serve.md'),
      page('real-clients.md'),
      ...pagesIn('clients'),
    ],
  },
  { text: 'Reference', items: pagesIn('reference') },
  {
    text: 'How it works',
    items: [
      page('determinism.md'),
      page('architecture.md'),
      page('performance.md'),
      page('conformance.md'),
      page('kafka-facts.md'),
      page('known-kafka-bugs.md'),
      page('limitations.md'),
    ],
  },
  { text: 'Decisions', items: pagesIn('decisions') },
];

/** The built playground, which the site contains if it has been built before. */
const playground = resolve(root, 'dist/playground');
const hasPlayground = existsSync(playground);

/** A page that is named README.md is the first one of its folder, as on a code host. */
function linkTo(href: string, from: string): string {
  if (hasPlayground && href.startsWith(PLAYGROUND)) return href.replace(PLAYGROUND, '/playground/');
  if (!/^[^#:/][^:]*$/.test(href)) return href;
  const [path = '', hash = ''] = href.split(/(?=#)/);
  const target = resolve(docs, dirname(from), path);
  if (!existsSync(target)) throw new Error(`docs/${from} has a link to '${href}', which does not exist.`);
  if (relative(docs, target).startsWith('..')) return `${REPOSITORY}/blob/main/${relative(root, target)}${hash}`;
  return isPage(target)
    ? href.replace(/README\.md(?=#|$)/, 'index.md')
    : `${REPOSITORY}/blob/main/docs/${relative(docs, target)}`;
}

function isPage(target: string): boolean {
  return target.endsWith('.md');
}

/** Code hosts show links relative to the file of a page; `path` is the page's path below docs/ on the site. */
function withLinks(md: MarkdownRenderer): void {
  md.core.ruler.push('links', ({ tokens, env }) => {
    const from = relative(docs, (env as { readonly realPath?: string; readonly path: string }).realPath ?? env.path);
    for (const { children } of tokens) {
      for (const token of children ?? []) {
        const href = token.type === 'link_open' ? token.attrGet('href') : null;
        if (href !== null) token.attrSet('href', linkTo(href, from));
      }
    }
  });
}

/** These pages need their width, and have few headings. */
function layoutOf(path: string): Readonly<Record<string, unknown>> {
  if (path === 'index.md') return { sidebar: false, aside: false, pageClass: 'start' };
  return /^(course|reference)\/|^comparison/.test(path) ? { aside: false } : {};
}

const config: UserConfig<DefaultTheme.Config> = defineConfig({
  title: 'kafka-trial',
  description:
    'Unit tests for code that produces to Apache Kafka: a deterministic cluster in memory, on a virtual clock.',
  lang: 'en',
  base: process.env.DOCS_BASE ?? '/',
  cleanUrls: false,
  ignoreDeadLinks: [/^\/playground\//],
  buildEnd: ({ outDir }) => {
    if (hasPlayground) cpSync(playground, resolve(outDir, 'playground'), { recursive: true });
  },
  rewrites: (path) => path.replace(/README\.md$/, 'index.md'),
  markdown: {
    config: withLinks,
    anchor: { slugify: headingSlug },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-default' },
  },
  transformPageData: ({ relativePath }) => ({ frontmatter: layoutOf(relativePath) }),
  themeConfig: {
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'Course', link: '/course/' },
      { text: 'Reference', link: '/reference/producer-settings' },
    ],
    sidebar: SIDEBAR,
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    docFooter: { prev: 'Previous', next: 'Next' },
  },
});
export default config;
