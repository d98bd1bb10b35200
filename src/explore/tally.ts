/**
 * Counts what an exploration has tried and seen so far.
 *
 * Owns: the numbers. Refuses to know: where attempts come from, and what is done with a failure.
 */

import { TextHash } from '../sim/text-hash.ts';
import type { Case } from './case.ts';
import type { EventPair } from './coverage.ts';
import { xorHex } from './report.ts';
import type { Failure } from './try-case.ts';
import type { Attempt } from './workers.ts';

export interface FailedAttempt {
  readonly number: number;
  readonly given: Case;
  readonly failure: Failure;
}

export class Tally {
  tried = 0;
  fingerprint: string = '0'.repeat(16);
  readonly pairs: Set<EventPair> = new Set<EventPair>();
  readonly failed: FailedAttempt[] = [];

  add({ number, digest, pairs, failure }: Attempt, given: Case): void {
    this.tried++;
    const hash = new TextHash();
    hash.add(`${number} ${digest}`);
    this.fingerprint = xorHex(this.fingerprint, hash.digest());
    for (const pair of pairs) this.pairs.add(pair);
    if (failure !== undefined) this.failed.push({ number, given, failure });
  }
}
