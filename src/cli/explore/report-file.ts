/**
 * The file given with `--report`. It is written while the exploration runs, so that a process that is killed leaves what it has
 * found.
 */
import { lstatSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Report } from '../../explore/report.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';

/** Seldom enough for a file system that many machines share. */
const EVERY_MS = 5_000;

export class ReportFile {
  private readonly path: string;
  private nextMs = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Writes the report so far if the last one is some seconds old, or if `isUrgent`. @throws UsageError if it cannot be written */
  offer(reportSoFar: () => Report, isUrgent: boolean): void {
    if (!isUrgent && Date.now() < this.nextMs) return;
    this.write(reportSoFar());
    this.nextMs = Date.now() + EVERY_MS;
  }

  /** @throws UsageError if the file cannot be written */
  write(report: Report): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      this.replace(`${JSON.stringify(report, null, 2)}\n`);
    } catch (error) {
      throw new UsageError(`Cannot write ${this.path}: ${firstLine(error)}`);
    }
  }

  /** A process that is killed while it writes must leave the previous report. Devices and links are not replaced. */
  private replace(text: string): void {
    const found = lstatSync(this.path, { throwIfNoEntry: false });
    const isReplaced = found === undefined || found.isFile();
    const written = isReplaced ? `${this.path}.unfinished` : this.path;
    writeFileSync(written, text);
    if (isReplaced) renameSync(written, this.path);
  }
}
