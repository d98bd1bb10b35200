/**
 * Conditions that several faults can bring about at the same time, such as a stopped broker: a condition begins with
 * the first of them and ends with the last.
 */
export class ReferenceCounts<Key> {
  private readonly holders = new Map<Key, Set<object>>();

  isHeld(key: Key): boolean {
    return (this.holders.get(key)?.size ?? 0) > 0;
  }

  /**
   * Adds a reference to `key`, and calls `begin` if it is the first.
   *
   * @returns removes the reference, and calls `end` if it was the last. Further calls have no effect.
   */
  hold(key: Key, begin: () => void, end: () => void): () => void {
    const holder = {};
    let holders = this.holders.get(key);
    if (holders === undefined) {
      holders = new Set();
      this.holders.set(key, holders);
    }
    const others = holders;
    others.add(holder);
    if (others.size === 1) begin();
    return () => {
      if (others.delete(holder) && others.size === 0) end();
    };
  }
}
