/**
 * What the driver needs to know of a call whose requests go to different brokers (Java's AdminApiHandler and
 * AdminApiLookupStrategy). The things that the call is about are named by keys, such as `payments-0`.
 */
import type { Request, Response } from '../../protocol/messages.ts';

/** What one response says about the keys of its request. A key in none of the three is asked for again at the same broker. */
export interface ApiResult<V> {
  readonly completed: ReadonlyMap<string, V>;
  readonly failed: ReadonlyMap<string, Error>;
  /** Keys whose broker has to be looked up again. */
  readonly unmapped: readonly string[];
}

export interface ApiHandler<V> {
  /** Java's name of the call. */
  readonly apiName: string;
  readonly lookup: LookupStrategy;
  /** Whether a request can be about several keys. */
  readonly isBatched: boolean;
  request(keys: readonly string[]): Request;
  handleResponse(response: Response, keys: readonly string[], brokerId: number): ApiResult<V>;
}

/** What one response says about where the keys belong. A key that is not mentioned is looked up again. */
export interface LookupResult {
  readonly failed: ReadonlyMap<string, Error>;
  /** The broker of each key, which need not be one that was looked up: all brokers are found by one key. */
  readonly mapped: ReadonlyMap<string, number>;
  /** Keys that have been looked up, and have no broker of their own. */
  readonly completed: readonly string[];
}

export interface LookupStrategy {
  /** The broker that all keys belong to, if it need not be looked up. */
  readonly brokerId: number | null;
  /** Whether one request can look up several keys. */
  readonly isBatched: boolean;
  request(keys: readonly string[]): Request;
  handleResponse(response: Response, keys: readonly string[]): LookupResult;
}

/** Takes what the driver finds out (Java's AdminApiFuture). */
export interface DriverListener<V> {
  /** The keys that are looked up. */
  readonly lookupKeys: ReadonlySet<string>;
  complete(key: string, value: V): void;
  completeExceptionally(key: string, error: Error): void;
  /** The brokers of these keys are known. */
  completeLookup(mapped: ReadonlyMap<string, number>): void;
  completeLookupExceptionally(key: string, error: Error): void;
}
