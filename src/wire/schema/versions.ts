/** Ranges of versions as Kafka's definitions write them. */

/** Whether `version` is in a range such as `3+`, `0-9` or `2`; no version is in `undefined` and `null`. */
export function isInVersions(range: string | null | undefined, version: number): boolean {
  if (range === null || range === undefined) return false;
  const from = Number.parseInt(range, 10);
  if (range.endsWith('+')) return version >= from;
  const dash = range.indexOf('-');
  return version >= from && version <= (dash < 0 ? from : Number(range.slice(dash + 1)));
}

/** The first and the last version of a range such as `0-9`. */
export function endsOf(range: string): readonly [first: number, last: number] {
  const [first = 0, last = first] = range.split('-').map(Number);
  return [first, last];
}
