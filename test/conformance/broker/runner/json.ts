/**
 * JSON values, and functions that read their fields. Each throws an error that names the field if its value has the wrong type.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Fields = Readonly<Record<string, Json | undefined>>;

/** The scenario cannot be played; the message names the invalid field. */
export class InvalidScenarioError extends Error {
  override readonly name = 'InvalidScenarioError';
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws InvalidScenarioError */
export function object(where: string, value: Json | undefined): Fields {
  if (isObject(value)) return value;
  throw wrong(where, 'an object', value);
}

/** @throws InvalidScenarioError */
export function list(where: string, value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  throw wrong(where, 'a list', value);
}

/** The objects of a list; none if the field is absent. @throws InvalidScenarioError */
export function objects(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  if (value === undefined) return [];
  return list(name, value).map((entry, index) => object(`${name}[${index}]`, entry));
}

/** @throws InvalidScenarioError */
export function numbers(where: string, value: Json | undefined): number[] {
  return list(where, value).map((entry, index) => asNumber(`${where}[${index}]`, entry));
}

/** @throws InvalidScenarioError */
export function texts(where: string, value: Json | undefined): string[] {
  return list(where, value).map((entry, index) => asText(`${where}[${index}]`, entry));
}

/** A number; `otherwise` if the field is absent. @throws InvalidScenarioError */
export function number(fields: Fields, name: string, otherwise?: number): number {
  const value = fields[name];
  if (value === undefined && otherwise !== undefined) return otherwise;
  return asNumber(name, value);
}

/** Text; `otherwise` if the field is absent. @throws InvalidScenarioError */
export function text(fields: Fields, name: string, otherwise?: string): string {
  const value = fields[name];
  if (value === undefined && otherwise !== undefined) return otherwise;
  return asText(name, value);
}

/** Text or null; null if the field is absent. @throws InvalidScenarioError */
export function textOrNull(fields: Fields, name: string): string | null {
  const value = fields[name];
  return value === undefined || value === null ? null : asText(name, value);
}

/** @throws InvalidScenarioError */
export function flag(fields: Fields, name: string, otherwise: boolean): boolean {
  const value = fields[name];
  if (value === undefined) return otherwise;
  if (typeof value === 'boolean') return value;
  throw wrong(name, 'true or false', value);
}

export function asNumber(where: string, value: Json | undefined): number {
  if (typeof value === 'number') return value;
  throw wrong(where, 'a number', value);
}

export function asText(where: string, value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw wrong(where, 'text', value);
}

function wrong(where: string, wanted: string, value: Json | undefined): InvalidScenarioError {
  return new InvalidScenarioError(
    `${where} must be ${wanted}, got ${value === undefined ? 'nothing' : JSON.stringify(value)}`,
  );
}
