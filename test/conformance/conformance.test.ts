/**
 * Covers: src/producer/ and src/client/, against recorded traces of the Java client.
 *
 * Plays every scenario with a recorded trace and compares the traces at level `full`.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { notYet, notYetInVersions, recordedBefore } from './not-yet.ts';
import { versionOf } from './runner/command.ts';
import { firstDivergence } from './runner/comparison.ts';
import { play } from './runner/play.ts';
import { describeDivergence } from './runner/report.ts';
import { findScenarios, loadScenario, loadTrace, type ScenarioFile } from './runner/scenario-files.ts';

const inFolder = (name: string): readonly ScenarioFile[] =>
  findScenarios([fileURLToPath(new URL(name, import.meta.url))]);
const files = ['scenarios', 'random', 'drawn', 'minimal'].flatMap((folder) => inFolder(`golden/${folder}`));
const VERSIONS = ['3.9', '4.3'];
const recorded = inFolder('recorded');

describe('Our producer', () => {
  it.each(files.filter(({ name }) => !notYet.has(name)))('has the trace of the Java client in $name', async (file) => {
    expect(await differenceIn(file)).toBeNull();
  });

  it.each(recorded.filter(({ name }) => !recordedBefore.has(name)))(
    'has the trace of the Java client in the recorded scenario $name',
    async (file) => {
      expect(await differenceIn(file)).toBeNull();
    },
  );

  it.each([
    ...files.filter(({ name }) => notYet.has(name)),
    ...recorded.filter(({ name }) => recordedBefore.has(name)),
  ])('still differs in $name', async (file) => {
    const difference = await differenceIn(file);
    expect(difference, `${file.name} is identical now: remove it from the list in not-yet.ts`).not.toBeNull();
  });

  it('is tested with all scenarios, and not-yet.ts names only existing ones', () => {
    const names = new Set([...files, ...recorded].map(({ name }) => name));
    expect([...notYet, ...recordedBefore].filter((name) => !names.has(name))).toEqual([]);
    expect(files).toHaveLength(342);
  });
});

describe.each(VERSIONS)('Our producer %s', (version) => {
  const ofVersion = inFolder(`golden/${version}`);
  const isKnown = ({ name }: ScenarioFile): boolean => notYetInVersions.has(`${version}/${name}`);

  it.each(ofVersion.filter((file) => !isKnown(file)))('has the trace of the Java client in $name', async (file) => {
    expect(await differenceIn(file)).toBeNull();
  });

  it.each(ofVersion.filter(isKnown))('still differs in $name', async (file) => {
    const difference = await differenceIn(file);
    expect(difference, `${file.name} is identical now: remove it from the list in not-yet.ts`).not.toBeNull();
  });
});

async function differenceIn(file: ScenarioFile): Promise<string | null> {
  const golden = loadTrace(file.tracePath!);
  const trace = await play(loadScenario(file), versionOf(golden));
  const divergence = firstDivergence(golden, trace, 'full');
  return divergence === null ? null : describeDivergence(divergence);
}
