/**
 * A map with string keys that caches its last look-up, since look-ups in a row are mostly for the same node or the same topic.
 */
export class RecallMap<V> {
  private readonly entries = new Map<string, V>();
  private lastKey = '';
  private lastValue: V | undefined;

  get(key: string): V | undefined {
    if (key !== this.lastKey) {
      this.lastValue = this.entries.get(key);
      this.lastKey = key;
    }
    return this.lastValue;
  }

  set(key: string, value: V): void {
    this.entries.set(key, value);
    this.lastKey = key;
    this.lastValue = value;
  }

  delete(key: string): void {
    this.entries.delete(key);
    if (key === this.lastKey) this.lastValue = undefined;
  }

  clear(): void {
    this.entries.clear();
    this.lastValue = undefined;
  }

  /** In the order in which they were first set. */
  keys(): string[] {
    return Array.from(this.entries.keys());
  }

  /** In the same order as the keys. */
  values(): V[] {
    return Array.from(this.entries.values());
  }
}
