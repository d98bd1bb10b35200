/** Covers: src/explore/compare-versions.ts. Proves the table in docs/upgrading.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../src/explore/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';

const ROOT = new URL('../../', import.meta.url);
const ROW = /^\| (?<reason>.+?) +\| (?<scenario>[a-z-]+) +\| (?<outcome>same|differs) +\|$/gm;
const ROWS = [...readFileSync(new URL('docs/upgrading.md', ROOT), 'utf8').matchAll(ROW)].map(
  ({ groups }) => groups as { reason: string; scenario: string; outcome: string },
);

async function scenarioNamed(name: string): Promise<Scenario> {
  const folder = new URL('scenarios/', ROOT);
  const file = readdirSync(folder).find((one) => one.replace(/^\d+-|\.ts$/g, '') === name);
  return ((await import(new URL(String(file), folder).href)) as { default: Scenario }).default;
}

describe('What an upgrade from 3.6.1 to 4.3 changes', () => {
  it('is a table', () => {
    expect(ROWS.length).toBeGreaterThan(10);
  });

  it.each(ROWS)('$scenario: $reason', async ({ reason, scenario, outcome }) => {
    const { differs, reasons } = await compareVersions(await scenarioNamed(scenario));
    expect(reasons).toContain(reason);
    expect(differs ? 'differs' : 'same').toBe(outcome);
  });
});
