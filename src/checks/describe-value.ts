/**
 * How an error shows a value that user code has passed in or returned.
 */

const MAX_TEXT = 60;
const MAX_KEYS = 5;

/** Describes a value in a few words: `"10"`, `1.5`, `10n`, `a Promise`, `["a", "b"]`, `an object with topic, messages`. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > MAX_TEXT ? `${JSON.stringify(value.slice(0, MAX_TEXT))}...` : JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      return isClass(value) ? `the class ${value.name}` : `a function`;
    case 'object':
      return value === null ? 'null' : describeObject(value);
    case 'symbol':
      return value.toString();
    default:
      return String(value);
  }
}

/** Whether the value can be awaited: a promise of any kind. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return 'then' in value && typeof value.then === 'function';
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return describeArray(value);
  if (ArrayBuffer.isView(value)) return `${withArticle(classOf(value))} of ${value.byteLength} bytes`;
  const name = classOf(value);
  if (name !== 'Object') return withArticle(name);
  if (isPromise(value)) return 'an object with a method then()';
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  const shown = keys.slice(0, MAX_KEYS).join(', ');
  return `an object with ${shown}${keys.length > MAX_KEYS ? ', ...' : ''}`;
}

/** A short list of values that are shown in full is shown in full. */
function describeArray(value: readonly unknown[]): string {
  if (value.length === 0) return '[]';
  const isFlat = value.length <= MAX_KEYS && value.every((element) => typeof element !== 'object' || element === null);
  const list = isFlat ? `[${value.map(describeValue).join(', ')}]` : '';
  return list !== '' && list.length <= MAX_TEXT ? list : `an array of ${value.length}`;
}

function classOf(value: object): string {
  const made = (value as { readonly constructor?: unknown }).constructor;
  return typeof made === 'function' && made.name !== '' ? made.name : 'Object';
}

function withArticle(name: string): string {
  return `${/^[AEIOU](?!int)/i.test(name) ? 'an' : 'a'} ${name}`;
}

function isClass(value: { readonly name: string; toString(): string }): boolean {
  return value.name !== '' && Function.prototype.toString.call(value).startsWith('class');
}
