/** Covers: build/reference.ts, build/docstrings.ts. The pages of docs/reference/ are those that the script writes. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referencePages } from '../build/reference.ts';

const folder = new URL('../docs/reference/', import.meta.url);
const pages = referencePages();

describe('docs/reference', () => {
  it('has the pages that are written, and no others', () => {
    expect(readdirSync(folder).toSorted()).toEqual(Object.keys(pages).toSorted());
  });

  it.each(Object.entries(pages))('has the current %s: if this fails, run `npm run reference`', (name, text) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text);
  });

  it('says what every setting is, and its default', () => {
    for (const name of ['producer-settings.md', 'consumer-settings.md', 'admin-settings.md', 'broker-settings.md']) {
      const rows = pages[name]?.match(/^\| `.*$/gm) ?? [];
      expect(rows.length).toBeGreaterThan(20);
      for (const row of rows) expect(row).toMatch(/^\| `[\w.]+` \| (`.+`|none|required) \| .*[\w.)`] \|$/);
    }
  });

  it('names the facts of an event, those of the types that it refers to included', () => {
    expect(pages['trace-events.md']).toContain('| `batch put back` | `batch`, `error`, `backoffMs` |');
    expect(pages['trace-events.md']).toContain('| `ISR shrunk` | `topic`, `partition`, `leader`, `isr` |');
  });
});
