/**
 * The order of texts in Java (String.compareTo, up to its sign).
 */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
