/**
 * A map by text that keeps its last answer at hand: questions in a row are mostly about the same node, or the same topic.
 *
 * Owns: that shortcut. Refuses to know: what is kept.
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

  /** In order of their first set. */
  keys(): string[] {
    return Array.from(this.entries.keys());
  }

  /** In the same order. */
  values(): V[] {
    return Array.from(this.entries.values());
  }
}
