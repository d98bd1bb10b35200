/**
 * The error for data that is not a valid case.
 */

/** A case, or a part of it, is invalid. The message names the place, what was expected there, and what is there. */
export class CaseError extends Error {
  override readonly name = 'CaseError';

  /** `path` is the place: `workload[2].topic`. */
  constructor(path: string, expected: string, actual: unknown) {
    super(`${path}: expected ${expected}, got ${JSON.stringify(actual) ?? 'nothing'}`);
  }
}
