/**
 * Whether a value matches a pattern: a key, a value or a header as text, a field of its JSON, or a number such as the
 * offset. Asymmetric matchers and predicates may stand at any depth.
 */

/**
 * A matcher as `expect.objectContaining(...)`, `expect.anything()` or `expect.any(String)` of Vitest or Jest return it.
 */
export interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
}

/** A function that says whether a value is as expected. It has to return `true` or `false`. */
// biome-ignore lint/suspicious/noExplicitAny: as the result of JSON.parse
export type Predicate = (value: any) => boolean;

/** An object or array that the JSON of a key or value is compared with. It may contain matchers and predicates. */
export type JsonPattern = JsonFields | readonly JsonField[] | object;

/** Gives the parameter of a predicate its type; objects of any other type are patterns, too. */
interface JsonFields {
  readonly [name: string]: JsonField;
}

type JsonField = string | number | boolean | null | undefined | RegExp | AsymmetricMatcher | Predicate | JsonPattern;

/**
 * A pattern of a key, a value or a header: the exact text, `null`, a regular expression that is found in the text, an
 * asymmetric matcher, a predicate, or an object or array for the text parsed as JSON, in any order of its fields.
 *
 * A predicate is called with the parsed JSON if the text is a JSON object or array, otherwise with the text or `null`. So
 * is a matcher, except that a matcher of strings always gets the text.
 */
export type TextPattern = string | null | RegExp | AsymmetricMatcher | Predicate | JsonPattern;

/**
 * How objects in patterns are compared. `exact`: all fields are equal. `partial`: the fields of the pattern match, at any
 * depth, and there may be others. Arrays have the same length in both cases.
 */
export type Extent = 'exact' | 'partial';

export function isMatcher(pattern: unknown): pattern is AsymmetricMatcher {
  return (
    typeof pattern === 'object' &&
    pattern !== null &&
    typeof (pattern as Partial<AsymmetricMatcher>).asymmetricMatch === 'function'
  );
}

export function isPredicate(pattern: unknown): pattern is Predicate {
  return typeof pattern === 'function';
}

/** A pattern of `undefined` matches everything. */
export function fitsText(text: string | null, pattern: TextPattern | undefined, extent: Extent): boolean {
  if (pattern === undefined) return true;
  if (pattern === null || typeof pattern === 'string') return text === pattern;
  return fitsValue(viewOf(text, pattern), pattern, extent);
}

/** What a pattern is compared with: the text, or the JSON in it. */
export function viewOf(text: string | null, pattern: TextPattern): unknown {
  if (text === null || pattern === null || typeof pattern === 'string' || pattern instanceof RegExp) return text;
  const type = isMatcher(pattern) ? expectedType(pattern) : 'object';
  if (type === 'string') return text;
  const json = parsedJson(text);
  if (typeof json === 'number' || typeof json === 'boolean') return type === typeof json ? json : text;
  return typeof json === 'object' && json !== null ? json : text;
}

/** @throws TypeError if a predicate returns something else than `true` or `false` */
export function fitsValue(value: unknown, pattern: unknown, extent: Extent): boolean {
  if (isMatcher(pattern)) return pattern.asymmetricMatch(value);
  if (isPredicate(pattern)) return answerOf(pattern, value);
  if (pattern instanceof RegExp) return typeof value === 'string' && value.search(pattern) >= 0;
  if (typeof pattern !== 'object' || pattern === null) return Object.is(value, pattern);
  if (hasJson(pattern)) return fitsValue(value, pattern.toJSON(), extent);
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== Array.isArray(pattern)) return false;
  const names = fieldNames(pattern);
  if (
    !names.every(
      (name) => Object.hasOwn(value, name) && fitsValue(fieldOf(value, name), fieldOf(pattern, name), extent),
    )
  )
    return false;
  const isWhole = extent === 'exact' || Array.isArray(pattern);
  return !isWhole || fieldNames(value).length === names.length;
}

/** The value of a field of an object, or of an index of an array. */
export function fieldOf(whole: object, name: string): unknown {
  return (whole as Readonly<Record<string, unknown>>)[name];
}

/** JSON has no `undefined`, so a field that is `undefined` is the same as a missing one. */
export function fieldNames(whole: object): readonly string[] {
  return Object.keys(whole).filter((name) => fieldOf(whole, name) !== undefined || Array.isArray(whole));
}

/** `undefined` if the text is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The type that a matcher of Vitest or Jest is for, such as `string`; `any` if it is for several or does not say. */
export function expectedType(matcher: AsymmetricMatcher): string {
  return (matcher as { getExpectedType?: () => string }).getExpectedType?.() ?? 'any';
}

/** The object of `expect.objectContaining(object)`; `undefined` for other matchers, and for its negation. */
export function containedObject(matcher: AsymmetricMatcher): object | undefined {
  const { sample } = matcher as { readonly sample?: unknown };
  const named: { toString(): string } = matcher;
  const isContaining = named.toString() === 'ObjectContaining' && typeof sample === 'object' && sample !== null;
  return isContaining ? sample : undefined;
}

/** Only booleans, because a promise or a constructor's result would be true for every value. */
function answerOf(predicate: Predicate, value: unknown): boolean {
  const answer: unknown = predicate(value);
  if (typeof answer === 'boolean') return answer;
  const what = answer instanceof Promise ? 'a promise' : typeof answer;
  throw new TypeError(`A predicate in a pattern has to return true or false; this one returned ${what}: ${predicate}`);
}

function hasJson(pattern: object): pattern is { toJSON(): unknown } {
  return typeof (pattern as { toJSON?: unknown }).toJSON === 'function';
}
