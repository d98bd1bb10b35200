/**
 * The file of a failure, which `explore` writes and `replay` reads.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Case, readCase } from '../../explore/case.ts';
import { isObject } from '../../explore/json.ts';
import type { FoundFailure } from '../../explore/report.ts';
import { type Failure, signatureOf } from '../../explore/run-case.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';

export interface FailureFile {
  /** The name of a scenario, or the path of a file, as it was given to `explore`. */
  readonly program: string;
  readonly kind: Failure['kind'];
  readonly guarantee: string | null;
  /** An error that the program throws counts as a failure (`--throws`). */
  readonly throws: boolean;
  /** Number of the history in which it was found. */
  readonly history: number;
  readonly case: Case;
  /** The report of the failure, as it was printed when it was found. */
  readonly message: string;
}

/** `failures/payments-no-acknowledged-record-lost.json` */
export function failurePath(folder: string, programName: string, failure: Failure): string {
  const isThrown = failure.kind === 'the program threw';
  return join(folder, `${slug(programName)}-${slug(isThrown ? failure.kind : signatureOf(failure))}.json`);
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

/** @throws UsageError if the file cannot be written */
export function writeJson(path: string, data: unknown): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(data, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`Cannot write ${path}: ${firstLine(error)}`);
  }
}

/** @throws UsageError if the file cannot be read, is not JSON, or is not a failure */
export async function readFailure(path: string): Promise<FailureFile> {
  const data = await readJson(path);
  if (!isObject(data) || typeof data.program !== 'string' || typeof data.kind !== 'string') {
    throw new UsageError(`${path} is not a failure written by kafka-trial explore.`);
  }
  try {
    return { ...(data as unknown as FailureFile), throws: data.throws === true, case: readCase(data.case) };
  } catch (error) {
    throw new UsageError(`${path}: ${firstLine((error as Error).message)}`);
  }
}

/** @throws UsageError if the file cannot be read or is not JSON */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: ${firstLine((error as Error).message)}`);
  }
}
