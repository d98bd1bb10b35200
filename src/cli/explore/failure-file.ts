/**
 * A failure in a file: written by explore, read by replay.
 *
 * Owns: the file's shape and name, and the one line that says what is wrong with it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Case, readCase } from '../../explore/case.ts';
import { isObject } from '../../explore/case-error.ts';
import type { FoundFailure } from '../../explore/report.ts';
import { type Failure, likeness } from '../../explore/try-case.ts';
import { firstLine, UsageError } from '../usage-error.ts';

export interface FailureFile {
  /** A scenario's name, or a file as it was given to explore. */
  readonly program: string;
  readonly kind: Failure['kind'];
  readonly guarantee: string | null;
  /** What the program throws is a failure. */
  readonly throws: boolean;
  /** Number of the history it was found in. */
  readonly history: number;
  readonly case: Case;
  /** The story, as it was told when it was found. */
  readonly message: string;
}

/** `failures/payments-no-acknowledged-record-lost.json` */
export function failurePath(folder: string, programName: string, failure: Failure): string {
  const isThrown = failure.kind === 'the program threw';
  return join(folder, `${slug(programName)}-${slug(isThrown ? failure.kind : likeness(failure))}.json`);
}

function slug(text: string): string {
  const words = text.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
  return words.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

export function writeFailure(path: string, program: string, throws: boolean, found: FoundFailure): void {
  const { kind, guarantee, history, message } = found;
  const file: FailureFile = { program, kind, guarantee, throws, history, case: found.case, message };
  writeJson(path, file);
}

/** @throws UsageError if it cannot be written */
export function writeJson(path: string, data: unknown): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(data, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${firstLine(error)}`);
  }
}

/** @throws UsageError unless the file is there, is JSON, and is a failure */
export async function readFailure(path: string): Promise<FailureFile> {
  const data = await readJson(path);
  if (!isObject(data) || typeof data.program !== 'string' || typeof data.kind !== 'string') {
    throw new UsageError(`${path}: this is no failure that kafka-trial explore wrote.`);
  }
  try {
    return { ...(data as unknown as FailureFile), throws: data.throws === true, case: readCase(data.case) };
  } catch (error) {
    throw new UsageError(`${path}: ${firstLine((error as Error).message)}`);
  }
}

/** @throws UsageError unless the file is there and is JSON */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: ${firstLine((error as Error).message)}`);
  }
}
