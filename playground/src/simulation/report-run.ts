/** Runs a scenario once more, for a report in one of the library's formats. The formats are loaded when the first report is made. */
import type { Simulation } from '../../../src/index.ts';
import { runScenario, type Scenario } from '../../../src/scenario/index.ts';
import { versionOptions } from '../settings/versions.ts';
import type { RunInput } from './record-run.ts';

export type ReportFormat = 'mermaid' | 'html' | 'perfetto';

/** @returns the text of the report; that of a run that has failed says why */
export async function reportRun(
  scenario: Scenario,
  { seed, settings, versions, plan }: RunInput,
  format: ReportFormat,
): Promise<string> {
  let sim: Simulation | undefined;
  const kept: Scenario = {
    ...scenario,
    run: (context) => {
      sim = context.sim;
      return scenario.run(context);
    },
  };
  const [{ failure }, report] = await Promise.all([
    runScenario(kept, seed, { faults: plan, producer: settings, ...versionOptions(versions) }),
    import('../../../src/report/index.ts'),
  ]);
  if (sim === undefined) throw new Error('The run has not begun.');
  const options = { title: scenario.title, ...(failure !== undefined && { failure }) };
  if (format === 'mermaid') return report.mermaidDiagram(sim, options);
  return format === 'html' ? report.htmlReport(sim, options) : report.perfettoTrace(sim, options);
}
