/**
 * The error for data that is not a valid case.
 */

import { unexpected } from '../checks/arguments.ts';
import { didYouMean } from '../checks/nearest-name.ts';

/** A case, or a part of it, is invalid. The message names the place, what was expected there, and what is there. */
export class CaseError extends Error {
  override readonly name = 'CaseError';

  /** `path` is the place: `workload[2].topic`. */
  constructor(path: string, expected: string, actual: unknown) {
    super(actual === undefined ? `${path}: expected ${expected}, got nothing` : unexpected(path, expected, actual));
  }

  /** The error for a field that does not exist, with the nearest of those that do. `of`: what has these fields. */
  static unknownField(path: string, of: string, name: string, names: readonly string[], actual: unknown): CaseError {
    const error = new CaseError(
      `${path}${path === '' ? '' : '.'}${name}`,
      `only fields of ${of} (${names.join(', ') || 'none'})`,
      actual,
    );
    const hint = didYouMean(name, names);
    if (hint !== '') error.message += `.${hint}`;
    return error;
  }
}
