/** The progress of an exploration: one line that is written over on a terminal, a new line now and then elsewhere. */
import type { Progress } from '../../explore/explore-options.ts';
import type { CommandHost } from '../command-line/command-host.ts';
import { progressText } from './report-text.ts';

const ON_TERMINAL_EVERY_MS = 100;
const ELSEWHERE_EVERY_MS = 2_000;
/** Moves to the start of the line and clears it. */
const CLEAR_LINE = '\r\u001B[K';

export class ProgressLine {
  private readonly host: Pick<CommandHost, 'writeError' | 'errorIsTerminal'>;
  private readonly everyMs: number;
  /** A quick exploration prints only its result. */
  private nextMs: number;
  private isShown = false;

  constructor(host: Pick<CommandHost, 'writeError' | 'errorIsTerminal'>) {
    this.host = host;
    this.everyMs = host.errorIsTerminal ? ON_TERMINAL_EVERY_MS : ELSEWHERE_EVERY_MS;
    this.nextMs = Date.now() + this.everyMs;
  }

  show(progress: Progress): void {
    if (Date.now() < this.nextMs) return;
    this.nextMs = Date.now() + this.everyMs;
    const { errorIsTerminal, writeError } = this.host;
    writeError(errorIsTerminal ? `${CLEAR_LINE}${progressText(progress)}` : `${progressText(progress)}\n`);
    this.isShown = errorIsTerminal;
  }

  /** Removes the line from the terminal. */
  clear(): void {
    if (this.isShown) this.host.writeError(CLEAR_LINE);
    this.isShown = false;
  }
}
