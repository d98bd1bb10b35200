/**
 * What an expectation answers to what it cannot be about.
 */

/** `help` says what it is about, and how to get it. */
export function wrongSubject(help: string, got: unknown): TypeError {
  return new TypeError(`${help}; got ${inWords(got)}.`);
}

function inWords(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'bare object'}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value as number);
}
