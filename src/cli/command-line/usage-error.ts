/**
 * A mistake in the command line: reported in one line on stderr, with exit code 2.
 */

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The first line of an error, or of any other value that was thrown. */
export function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error && thrown.message === '' ? thrown.name : String(thrown);
  return (text.split(/\r?\n/).find((line) => line.trim() !== '') ?? text).trim();
}
