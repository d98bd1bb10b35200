/** What the page and its worker tell each other. */
import type { Step } from '../history/step.ts';
import type { RunInput, RunOutcome } from './record-run.ts';
import type { ReportFormat } from './report-run.ts';

/** The page asks for a run. */
export interface RunRequest extends RunInput {
  readonly id: number;
  /** The file of a built-in program; `null`: `source` is the learner's own. */
  readonly file: string | null;
  readonly source: string;
  /** `null`: the history of the run is wanted. */
  readonly report: ReportFormat | null;
}

/** The worker answers with several of these; each one also shows that it is alive. */
export type RunReport =
  | { readonly id: number; readonly kind: 'steps'; readonly steps: readonly Step[] }
  | { readonly id: number; readonly kind: 'alive' }
  | { readonly id: number; readonly kind: 'done'; readonly outcome: RunOutcome }
  /** The report that was asked for. */
  | { readonly id: number; readonly kind: 'report'; readonly text: string }
  /** The program could not be loaded, or the plan not applied. */
  | { readonly id: number; readonly kind: 'refused'; readonly problem: Problem };

/** What is wrong with a program. */
export interface Problem {
  readonly message: string;
  /** From 1; `null`: it is not known. */
  readonly line: number | null;
}
