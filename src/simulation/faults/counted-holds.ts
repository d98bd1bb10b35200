/**
 * What several hold at once: it begins with the first and is over with the last.
 *
 * Owns: who holds. Refuses to know: what is held.
 */
export class CountedHolds<K> {
  private readonly holders = new Map<K, Set<object>>();

  isHeld(key: K): boolean {
    return (this.holders.get(key)?.size ?? 0) > 0;
  }

  /** Returns the undo; undoing again does nothing. */
  hold(key: K, begin: () => void, end: () => void): () => void {
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
