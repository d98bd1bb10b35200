/**
 * What the program of a chapter prints, as it is shown in the chapter.
 */
import { type RenderOptions, renderScenarioRun, runScenario, type Scenario } from '../scenario/index.ts';

/** @throws what the program throws, and a SimulationError if the simulation fails it */
export async function programOutput(
  program: Scenario,
  seed: number,
  style?: NonNullable<RenderOptions['style']>,
): Promise<string> {
  const run = await runScenario(program, seed);
  if ('failure' in run) throw run.failure;
  const text = renderScenarioRun(run, { logLevel: 'OFF', ...(style !== undefined && { style }) });
  // The title is that of the chapter; the fingerprint, and the trace of each record in the verdict, say nothing to its reader.
  return text
    .split('\n')
    .filter((line) => !line.includes('# ') && !/^ +\d+ ms {2}|^ {2}\(\d+ more lines\)/.test(line))
    .join('\n')
    .trimStart();
}
