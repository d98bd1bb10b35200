/** Replaces properties of host objects, and puts back what was there before. */

export type Properties = Record<string, unknown>;

interface Replacement {
  readonly object: object;
  readonly name: string;
  readonly ours: unknown;
  /** `undefined` if the object had inherited the property. */
  readonly before: PropertyDescriptor | undefined;
}

export class Replacements {
  private list: Replacement[] = [];

  replace(object: object, properties: Properties): void {
    for (const [name, ours] of Object.entries(properties)) {
      const before = Object.getOwnPropertyDescriptor(object, name);
      this.list.push({ object, name, ours, before });
      Object.defineProperty(object, name, { value: ours, configurable: true, writable: true, enumerable: true });
    }
  }

  /** The name of a property that other code has replaced since; `undefined` if there is none. */
  get covered(): string | undefined {
    return this.list.find(({ object, name, ours }) => (object as Properties)[name] !== ours)?.name;
  }

  undo(): void {
    for (const { object, name, before } of this.list.splice(0)) {
      if (before === undefined) delete (object as Properties)[name];
      else Object.defineProperty(object, name, before);
    }
  }
}
