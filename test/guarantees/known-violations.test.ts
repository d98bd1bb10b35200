/** Covers: src/guarantees/ and docs/known-kafka-bugs.md. Compares the known violations in src/guarantees with docs/known-kafka-bugs.md. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BROKER_VERSIONS } from '../../src/broker/versions/index.ts';
import { CLIENT_VERSIONS } from '../../src/client/versions/index.ts';
import type { KnownViolation } from '../../src/guarantees/guarantee.ts';
import { GUARANTEE_NAMES } from '../../src/guarantees/index.ts';
import { KNOWN_VIOLATIONS } from '../../src/guarantees/known-violations.ts';

const page = readFileSync(new URL('../../docs/known-kafka-bugs.md', import.meta.url), 'utf8');

/** The text below each heading, up to the next one. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n'))] as const),
);

const violations = GUARANTEE_NAMES.flatMap((guarantee) =>
  (KNOWN_VIOLATIONS[guarantee] ?? []).map((violation) => ({ guarantee, ...violation })),
);

function row({ guarantee, when, component, versions, issue, section }: (typeof violations)[number]): string {
  const anchor = section.toLowerCase().replaceAll(' ', '-');
  return `| ${guarantee} | ${when} | ${component} ${versions.join(', ')} | [${issue ?? 'no issue known'}](#${anchor}) |`;
}

const table = [
  '| Guarantee | Not kept … | By | Issue |',
  '| --------- | ---------- | -- | ----- |',
  ...violations.map(row),
].join('\n');

describe('The page of known bugs', () => {
  it('has the table of all known violations', () => {
    const [, printed] =
      /<!-- known violations: begin -->\n\n([\s\S]*?)\n\n<!-- known violations: end -->/.exec(page) ?? [];
    expect(printed, `write this table into docs/known-kafka-bugs.md:\n\n${table}\n`).toBe(table);
  });

  it.each([...new Set(violations.map(({ section }) => section))])(
    'says in "%s" which guarantees are broken',
    (section) => {
      const text = sections.get(section) ?? '';
      const named = GUARANTEE_NAMES.filter((name) => text.includes(name));
      const known = violations.filter((violation) => violation.section === section).map(({ guarantee }) => guarantee);
      expect(named.toSorted()).toEqual([...new Set(known)].toSorted());
    },
  );

  it('names no guarantee as broken that has no such violation', () => {
    const known = new Set<string>(violations.map(({ section }) => section));
    const others = [...sections].filter(
      ([heading]) => !known.has(heading) && heading !== 'Guarantees that are not kept',
    );
    const named = others.filter(([, text]) => GUARANTEE_NAMES.some((name) => text.includes(name)));
    expect(named.map(([heading]) => heading)).toEqual([]);
  });
});

describe('A known violation', () => {
  it.each(violations)(
    'of $guarantee is of versions that can be simulated',
    ({ component, versions }: KnownViolation) => {
      const simulated = Object.keys(component === 'client' ? CLIENT_VERSIONS : BROKER_VERSIONS);
      expect(versions.filter((version) => !simulated.includes(version))).toEqual([]);
      expect(versions).not.toEqual([]);
    },
  );
});
