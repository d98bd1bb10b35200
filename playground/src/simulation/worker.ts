/** The worker of the page: runs one program after the other, and reports the steps of its history in chunks. */
import type { Scenario } from '../../../src/scenario/index.ts';
import type { Step } from '../history/step.ts';
import { loadCompressor } from './compressor.ts';
import { loadProgram, ProgramError } from './load-program.ts';
import type { RunReport, RunRequest } from './messages.ts';
import { recordRun } from './record-run.ts';
import { reportRun } from './report-run.ts';

/** Small enough to be unpacked within a frame of the page. */
const STEPS_PER_REPORT = 400;
const ALIVE_EVERY_MS = 250;

const builtIn = import.meta.glob<{ readonly default: Scenario }>([
  '../../../scenarios/[0-9]*.ts',
  '../../../docs/course/*/program.ts',
]);

function report(message: RunReport): void {
  postMessage(message);
}

addEventListener('message', ({ data }: MessageEvent<RunRequest>) => void run(data));

async function run(data: RunRequest): Promise<void> {
  const { id } = data;
  try {
    if (mayCompress(data)) await loadCompressor();
    const scenario = data.file === null ? await loadProgram(data.source) : await loadBuiltIn(data.file);
    if (data.report !== null) {
      report({ id, kind: 'report', text: await reportRun(scenario, data, data.report) });
      return;
    }
    let steps: Step[] = [];
    let aliveAtMs = performance.now();
    const flush = (): void => {
      report({ id, kind: 'steps', steps });
      steps = [];
      aliveAtMs = performance.now();
    };
    const outcome = await recordRun(scenario, data, {
      take: (step) => {
        steps.push(step);
        if (steps.length >= STEPS_PER_REPORT) flush();
      },
      event: () => {
        if (performance.now() - aliveAtMs < ALIVE_EVERY_MS) return;
        aliveAtMs = performance.now();
        report({ id, kind: 'alive' });
      },
    });
    flush();
    report({ id, kind: 'done', outcome });
  } catch (error) {
    const line = error instanceof ProgramError ? error.line : null;
    report({ id, kind: 'refused', problem: { message: messageOf(error), line } });
  }
}

/** The built-in programs do not compress, unless a setting tells them to. */
function mayCompress({ file, settings }: RunRequest): boolean {
  return file === null || 'compression.type' in settings;
}

async function loadBuiltIn(file: string): Promise<Scenario> {
  const load = builtIn[`../../../${file}`];
  if (load === undefined) throw new ProgramError(`There is no program ${file}.`, null);
  return (await load()).default;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
