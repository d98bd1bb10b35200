/**
 * How objects of the library are printed. Printed field by field, a client shows all that it is connected to, which is the
 * whole simulation.
 */

/** What Node, Bun, Deno and chai call to print an object. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * Prints the objects of a class as `text` says: for console.log, and as toJSON() for the printers of Vitest and Jest. The
 * objects get no fields for it.
 */
export function printAs<T extends object>(type: { readonly prototype: T }, text: (object: T) => string): void {
  inspectAs(type.prototype, text);
  addMethod(type.prototype, 'toJSON', text);
}

/** Prints an object, or those with this prototype, as `text` says, for console.log only. */
export function inspectAs<T extends object>(target: T, text: (object: T) => string): void {
  addMethod(target, INSPECT, text);
}

/** Not enumerable, so that comparisons do not see it. */
function addMethod<T extends object>(target: T, name: PropertyKey, text: (object: T) => string): void {
  const value = function (this: T): string {
    return text(this);
  };
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

/** `KafkaProducer { clientId: "producer-1" }`. A field that is `null` or `undefined` is left out. */
export function fieldsText(name: string, fields: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return `${name} { ${given.map(([field, value]) => `${field}: ${JSON.stringify(value)}`).join(', ')} }`;
}

/** The text of a result that has to be awaited. A test that compares the future instead prints it. */
export function futureText(name: string, state: string, result: string): string {
  return `${name} (${state}). It is a future: await future.get() for ${result}`;
}
