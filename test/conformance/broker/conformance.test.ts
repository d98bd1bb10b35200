/**
 * Covers: src/broker/, against recorded answers of real brokers.
 *
 * Plays every golden scenario in both modes and compares the answers with the recorded ones.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { notYet } from './not-yet.ts';
import { compareScenario } from './runner/command.ts';
import { findScenarios, isAsRecorded, loadGolden, loadScenario, type ScenarioFile } from './runner/scenario-files.ts';
import type { Mode } from './runner/targets.ts';

const golden = fileURLToPath(new URL('golden', import.meta.url));
const MODES: readonly { mode: Mode; count: number }[] = [
  { mode: 'kraft', count: 182 },
  { mode: 'zookeeper', count: 130 },
];

describe.each(MODES)('Our brokers in $mode mode', ({ mode, count }) => {
  const recorded = findScenarios([golden], mode).filter(({ goldenPath }) => goldenPath !== undefined);

  it.each(recorded.filter(({ name }) => !notYet[mode].has(name)))(
    'return the recorded answers of real brokers in $name',
    (file) => {
      expect(differenceIn(file, mode)).toBeNull();
    },
  );

  it.each(recorded.filter(({ name }) => notYet[mode].has(name)))('still differ in $name', (file) => {
    const difference = differenceIn(file, mode);
    expect(difference, `${file.name} is identical now: remove it from the list in not-yet.ts`).not.toBeNull();
  });

  it('are compared in all scenarios that were recorded', () => {
    const names = new Set(recorded.map(({ name }) => name));
    expect([...notYet[mode]].filter((name) => !names.has(name))).toEqual([]);
    expect(recorded).toHaveLength(count);
    expect(recorded.filter((file) => !isAsRecorded(file, loadGolden(file.goldenPath!)))).toEqual([]);
  });
});

function differenceIn(file: ScenarioFile, mode: Mode): string | null {
  return compareScenario(file, loadScenario(file), loadGolden(file.goldenPath!), mode).difference;
}
