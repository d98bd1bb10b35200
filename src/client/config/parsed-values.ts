/**
 * The parsed values of a configuration. Most keys keep their defaults, which all configurations of a kind share.
 */
export class ParsedValues {
  private readonly defaults: ReadonlyMap<string, unknown>;
  private readonly own = new Map<string, unknown>();

  /** @param defaults a value for each key */
  constructor(defaults: ReadonlyMap<string, unknown>) {
    this.defaults = defaults;
  }

  /** The value of a key; `undefined` for a key that the kind of configuration does not have. */
  get(name: string): unknown {
    const { own } = this;
    return own.has(name) ? own.get(name) : this.defaults.get(name);
  }

  set(name: string, value: unknown): void {
    this.own.set(name, value);
  }

  /** The same values, which do not change with these. */
  copy(): ParsedValues {
    const copy = new ParsedValues(this.defaults);
    for (const [name, value] of this.own) copy.set(name, value);
    return copy;
  }
}
