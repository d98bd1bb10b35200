/**
 * Something for each connection, by its id. Questions in a row are mostly about the same node: the last answer is kept at hand.
 *
 * Owns: that shortcut. Refuses to know: what is kept.
 */
export class ByNode<V> {
  private readonly entries = new Map<string, V>();
  private lastId = '';
  private lastValue: V | undefined;

  get(id: string): V | undefined {
    if (id !== this.lastId) {
      this.lastValue = this.entries.get(id);
      this.lastId = id;
    }
    return this.lastValue;
  }

  set(id: string, value: V): void {
    this.entries.set(id, value);
    this.lastId = id;
    this.lastValue = value;
  }

  delete(id: string): void {
    this.entries.delete(id);
    if (id === this.lastId) this.lastValue = undefined;
  }

  /** In order of their first set. */
  ids(): string[] {
    return Array.from(this.entries.keys());
  }

  /** In the same order. */
  values(): V[] {
    return Array.from(this.entries.values());
  }
}
