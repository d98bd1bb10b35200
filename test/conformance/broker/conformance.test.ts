/**
 * Covers: src/broker/, against recorded answers of real brokers.
 *
 * Plays every golden scenario in both modes, and in KRaft mode with each version of the brokers, and compares the answers with the recorded ones.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BrokerVersionName } from '../../../src/broker/index.ts';
import { notYet } from './not-yet.ts';
import { compareScenario } from './runner/command.ts';
import { findScenarios, isAsRecorded, loadGolden, loadScenario, type ScenarioFile } from './runner/scenario-files.ts';
import type { Mode } from './runner/targets.ts';

const golden = fileURLToPath(new URL('golden', import.meta.url));
interface Brokers {
  readonly mode: Mode;
  readonly version: BrokerVersionName;
  /** How many scenarios there are to compare with. */
  readonly count: number;
}

const BROKERS: readonly Brokers[] = [
  { mode: 'kraft', version: '3.6.1', count: 182 },
  { mode: 'zookeeper', version: '3.6.1', count: 130 },
  { mode: 'kraft', version: '3.9', count: 182 },
  { mode: 'kraft', version: '4.3', count: 179 },
];

describe.each(BROKERS)('Our brokers of $version in $mode mode', (brokers) => {
  const { mode, version, count } = brokers;
  const recorded = findScenarios([golden], mode, version).filter(isPlayable);
  const differing = notYet[mode][version] ?? new Set();

  it.each(recorded.filter(({ name }) => !differing.has(name)))(
    'return the recorded answers of real brokers in $name',
    (file) => {
      expect(differenceIn(file, brokers)).toBeNull();
    },
  );

  it.each(recorded.filter(({ name }) => differing.has(name)))('still differ in $name', (file) => {
    const difference = differenceIn(file, brokers);
    expect(difference, `${file.name} is identical now: remove it from the list in not-yet.ts`).not.toBeNull();
  });

  it('are compared in all scenarios that were recorded', () => {
    const names = new Set(recorded.map(({ name }) => name));
    expect([...differing].filter((name) => !names.has(name))).toEqual([]);
    expect(recorded).toHaveLength(count);
    expect(recorded.filter((file) => !isAsRecorded(file, loadGolden(file.goldenPath!)))).toEqual([]);
  });
});

function isPlayable({ goldenPath }: ScenarioFile): boolean {
  return goldenPath !== undefined && loadGolden(goldenPath).notPlayable === undefined;
}

function differenceIn(file: ScenarioFile, { mode, version }: Brokers): string | null {
  return compareScenario(file, loadScenario(file), loadGolden(file.goldenPath!), mode, version).difference;
}
