/**
 * What is wrong with data that should be a case, in one line.
 */

/** A case, or a part of it, that cannot mean anything. */
export class CaseError extends Error {
  override readonly name = 'CaseError';

  /** `path` is the place, e.g. `workload[2].topic`. */
  constructor(path: string, expected: string, actual: unknown) {
    super(`${path}: expected ${expected}, got ${JSON.stringify(actual) ?? 'nothing'}`);
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `1 record`, `2 records` */
export function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
