/**
 * What an exploration has run and seen so far.
 */
import { TextHash } from '../sim/text-hash.ts';
import type { Case } from './case.ts';
import type { EventPair } from './coverage.ts';
import { xorHex } from './report.ts';
import type { Failure } from './run-case.ts';
import type { CaseResult } from './workers.ts';

export interface FailedCase {
  readonly number: number;
  readonly testCase: Case;
  readonly failure: Failure;
}

export class Statistics {
  /** The number of histories that have been tried. */
  tried = 0;
  /** Identifies the set of these histories and their runs, independently of their order. */
  fingerprint: string = '0'.repeat(16);
  readonly pairs: Set<EventPair> = new Set<EventPair>();
  readonly failed: FailedCase[] = [];

  add({ number, digest, pairs, failure }: CaseResult, testCase: Case): void {
    this.tried++;
    const hash = new TextHash();
    hash.add(`${number} ${digest}`);
    this.fingerprint = xorHex(this.fingerprint, hash.digest());
    for (const pair of pairs) this.pairs.add(pair);
    if (failure !== undefined) this.failed.push({ number, testCase, failure });
  }
}
