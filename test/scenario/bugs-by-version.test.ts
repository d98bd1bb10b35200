/** Covers: scenarios/ of known bugs in later versions of the clients. Proves the table in docs/known-kafka-bugs.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runScenario, type Scenario } from '../../src/scenario/index.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGE = readFileSync(new URL('docs/known-kafka-bugs.md', ROOT), 'utf8');
const ROW =
  /^\| (?<scenario>[a-z-]+) +\| (?<in3_9>shown|fixed|other error) +\| (?<in4_3>shown|fixed|other error) +\|/gm;
const ROWS = [...PAGE.matchAll(ROW)].map(({ groups }) => groups as { scenario: string; in3_9: string; in4_3: string });
const RUNS = ROWS.flatMap(({ scenario, in3_9, in4_3 }) => [
  { scenario, version: '3.6.1', bug: 'shown' } as const,
  { scenario, version: '3.9', bug: in3_9 } as const,
  { scenario, version: '4.3', bug: in4_3 } as const,
]);

async function scenarioNamed(name: string): Promise<Scenario> {
  const folder = new URL('scenarios/', ROOT);
  const file = readdirSync(folder).find((one) => one.replace(/^\d+-|\.ts$/g, '') === name);
  return ((await import(new URL(String(file), folder).href)) as { default: Scenario }).default;
}

describe('A known bug', () => {
  it('is in the table', () => {
    expect(ROWS.length).toBeGreaterThan(10);
  });

  it.each(RUNS)('$scenario: $bug in $version', async ({ scenario, version, bug }) => {
    const options = { clientVersion: version, producer: { 'linger.ms': 0 } };
    const { failure } = await runScenario(await scenarioNamed(scenario), 1, options);
    const failed = (failure as Error | undefined)?.name;
    expect(failed).toBe(bug === 'shown' ? undefined : 'ScenarioError');
  });
});
