/** Covers: scenarios/ of known bugs in later versions of clients and brokers. Proves the tables in docs/known-kafka-bugs.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runScenario, type Scenario } from '../../src/scenario/index.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGE = readFileSync(new URL('docs/known-kafka-bugs.md', ROOT), 'utf8');
const ROW =
  /^\| (?<scenario>[a-z-]+) +\| (?<in3_9>shown|fixed|other error) +\| (?<in4_3>shown|fixed|other error) +\|/gm;
const [WITH_OLD_BROKERS = '', WITH_NEW_BROKERS = ''] = PAGE.split('With brokers of the clients');

interface Row {
  readonly scenario: string;
  readonly in3_9: string;
  readonly in4_3: string;
}

function rowsOf(text: string): readonly Row[] {
  return [...text.matchAll(ROW)].map(({ groups }) => groups as unknown as Row);
}

const ROWS = rowsOf(WITH_OLD_BROKERS);
const ROWS_OF_BROKERS = rowsOf(WITH_NEW_BROKERS);
const RUNS = ROWS.flatMap(({ scenario, in3_9, in4_3 }) => [
  { scenario, version: '3.6.1', bug: 'shown' } as const,
  { scenario, version: '3.9', bug: in3_9 } as const,
  { scenario, version: '4.3', bug: in4_3 } as const,
]);
/** Also the scenarios that the second table does not name, which have the same outcome as with brokers of 3.6.1. */
const RUNS_WITH_BROKERS = ROWS.map(
  (row) => ROWS_OF_BROKERS.find(({ scenario }) => scenario === row.scenario) ?? row,
).flatMap(({ scenario, in3_9, in4_3 }) => [
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
    expect(ROWS_OF_BROKERS.length).toBeGreaterThan(3);
  });

  it.each(RUNS_WITH_BROKERS)(
    '$scenario: $bug in $version with brokers of $version',
    async ({ scenario, version, bug }) => {
      const options = { clientVersion: version, brokerVersion: version, producer: { 'linger.ms': 0 } };
      const { failure } = await runScenario(await scenarioNamed(scenario), 1, options);
      const failed = (failure as Error | undefined)?.name;
      expect(failed).toBe(bug === 'shown' ? undefined : 'ScenarioError');
    },
  );

  it('KIP-890 is shown while either side is older', async () => {
    const scenario = await scenarioNamed('late-for-its-transaction');
    for (const versions of [
      { clientVersion: '3.9', brokerVersion: '4.3' },
      { clientVersion: '4.3', brokerVersion: '3.9' },
    ] as const) {
      const { failure } = await runScenario(scenario, 1, { ...versions, producer: { 'linger.ms': 0 } });
      expect(failure).toBeUndefined();
    }
  });

  it.each(RUNS)('$scenario: $bug in $version', async ({ scenario, version, bug }) => {
    const options = { clientVersion: version, producer: { 'linger.ms': 0 } };
    const { failure } = await runScenario(await scenarioNamed(scenario), 1, options);
    const failed = (failure as Error | undefined)?.name;
    expect(failed).toBe(bug === 'shown' ? undefined : 'ScenarioError');
  });
});
