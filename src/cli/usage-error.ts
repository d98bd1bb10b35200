/**
 * The caller's mistake: told in one line on stderr, with exit code 2.
 *
 * Owns: the error, and turning whatever was thrown into its one line.
 */

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was thrown, without what would not fit on a line. */
export function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error && thrown.message === '' ? thrown.name : String(thrown);
  return (text.split(/\r?\n/).find((line) => line.trim() !== '') ?? text).trim();
}
