/** The file of a report, which is renewed while an exploration runs. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from 'kafka-trial/explore';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReportFile } from '../../../src/cli/explore/report-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const report = (tried: number): Report => ({ tried }) as Report;
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('The file of a report', () => {
  it('is written at once, and then every five seconds or when it is urgent', () => {
    const file = new ReportFile(join(folder, 'deep/report.json'));
    const offer = (tried: number, isUrgent = false): unknown => {
      file.offer(() => report(tried), isUrgent);
      return read('deep/report.json');
    };
    expect(offer(0)).toEqual({ tried: 0 });
    vi.advanceTimersByTime(4_999);
    expect(offer(20)).toEqual({ tried: 0 });
    vi.advanceTimersByTime(1);
    expect(offer(40)).toEqual({ tried: 40 });
    expect(offer(60, true)).toEqual({ tried: 60 });
    file.write(report(80));
    expect(read('deep/report.json')).toEqual({ tried: 80 });
    expect(readdirSync(join(folder, 'deep'))).toEqual(['report.json']);
  });

  it('is written through a link', () => {
    new ReportFile(join(folder, 'target.json')).write(report(1));
    symlinkSync(join(folder, 'target.json'), join(folder, 'link.json'));
    new ReportFile(join(folder, 'link.json')).write(report(2));
    expect(read('target.json')).toEqual({ tried: 2 });
  });

  it('is reported if it cannot be written', () => {
    expect(() => new ReportFile(folder).write(report(1))).toThrow(`Cannot write ${folder}: Error: EISDIR`);
  });
});
