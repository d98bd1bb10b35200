/**
 * Copies of keys and values, for a partitioner that is called after a wait.
 */

/**
 * Copies data at any depth: arrays, plain objects, maps, sets and bytes. An object of any other class is returned as it is,
 * since only its class knows how to copy it.
 */
export function plainCopy<T>(data: T): T {
  return (isObject(data) ? copyOf(data, new Map<object, object>()) : data) as T;
}

/** @param copies the copies made so far: data may contain itself, and one object may occur twice */
function copyOf(data: unknown, copies: Map<object, object>): unknown {
  if (!isObject(data)) return data;
  const known = copies.get(data);
  if (known !== undefined) return known;
  const copy = emptyCopy(data);
  copies.set(data, copy);
  if (copy === data || copy instanceof Uint8Array) return copy;
  if (copy instanceof Map)
    for (const [key, value] of data as Map<unknown, unknown>) copy.set(copyOf(key, copies), copyOf(value, copies));
  if (copy instanceof Set) for (const item of data as Set<unknown>) copy.add(copyOf(item, copies));
  for (const [name, value] of Object.entries(data)) {
    // An assignment to `__proto__` would not make a property.
    Object.defineProperty(copy, name, {
      value: copyOf(value, copies),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return copy;
}

/** @returns an object for the copy, without content except for bytes; `data` itself if it cannot be copied */
function emptyCopy(data: object): object {
  // The slice of a Buffer, made by this method, is a Buffer with memory of its own.
  if (data instanceof Uint8Array) return Uint8Array.prototype.slice.call(data);
  switch (Object.getPrototypeOf(data)) {
    case Array.prototype:
      return Array.from({ length: (data as unknown[]).length });
    case Map.prototype:
      return new Map();
    case Set.prototype:
      return new Set();
    case Object.prototype:
      return {};
    case null:
      return Object.create(null) as object;
    default:
      return data;
  }
}

function isObject(data: unknown): data is object {
  return typeof data === 'object' && data !== null;
}
