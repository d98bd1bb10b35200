/**
 * Runs a call whose requests go to different brokers (Java's AdminApiDriver). A key is first looked up, which maps it to a broker, and
 * then fulfilled by that broker. There is at most one request at a time for each look-up and for each broker.
 */
import type { RetryBackoff } from '../../client/backoff/retry-backoff.ts';
import { DisconnectException } from '../../protocol/errors/exceptions.ts';
import { apiOf, type Request, type Response } from '../../protocol/messages.ts';
import type { ApiHandler, DriverListener } from './api-handler.ts';

/** What a request is for: the look-up of one key or of all, or a broker. */
type Scope = { readonly brokerId: number } | { readonly lookup: string };

/** A request that has to be sent now. */
export interface RequestSpec {
  readonly name: string;
  readonly scope: Scope;
  readonly keys: readonly string[];
  readonly request: Request;
  /** The time before which it is not sent. */
  readonly notBeforeMs: number;
  /** How many requests of the same scope there have been. */
  readonly tries: number;
}

interface ScopeState {
  readonly scope: Scope;
  readonly keys: Set<string>;
  isInFlight: boolean;
  tries: number;
  notBeforeMs: number;
  requestedAtMs: number;
}

const ALL_KEYS = '';

export class AdminApiDriver<V> {
  private readonly handler: ApiHandler<V>;
  private readonly listener: DriverListener<V>;
  private readonly retryBackoff: RetryBackoff;
  /** By the key that is looked up, or ALL_KEYS. */
  private readonly lookups = new Map<string, ScopeState>();
  private readonly fulfillments = new Map<number, ScopeState>();

  constructor(handler: ApiHandler<V>, listener: DriverListener<V>, retryBackoff: RetryBackoff) {
    this.handler = handler;
    this.listener = listener;
    this.retryBackoff = retryBackoff;
    for (const key of listener.lookupKeys) this.unmap(key);
  }

  /** The requests that have to be sent. To be called at the beginning, and after each response or failure. */
  poll(nowMs: number): readonly RequestSpec[] {
    const { lookup, isBatched, apiName } = this.handler;
    const specs: RequestSpec[] = [];
    const collect = (state: ScopeState, batched: boolean, request: (keys: readonly string[]) => Request): void => {
      if (state.keys.size === 0 || state.isInFlight) return;
      const keys = batched ? [...state.keys] : [...state.keys].slice(0, 1);
      const message = request(keys);
      const { scope, notBeforeMs, tries } = state;
      specs.push({
        name: `${apiName}(api=${apiOf(message).logName})`,
        scope,
        keys,
        request: message,
        notBeforeMs,
        tries,
      });
      state.isInFlight = true;
      state.requestedAtMs = nowMs;
      state.tries++;
    };
    for (const state of this.lookups.values()) collect(state, true, (keys) => lookup.request(keys));
    for (const state of this.fulfillments.values()) collect(state, isBatched, (keys) => this.handler.request(keys));
    return specs;
  }

  onResponse(spec: RequestSpec, response: Response, nowMs: number): void {
    this.endRequest(spec, nowMs);
    if ('brokerId' in spec.scope) {
      const { completed, failed, unmapped } = this.handler.handleResponse(response, spec.keys, spec.scope.brokerId);
      for (const [key, value] of completed) {
        this.listener.complete(key, value);
        this.clear(key);
      }
      for (const [key, error] of failed) this.fail(key, error);
      for (const key of unmapped) this.unmap(key);
      return;
    }
    const { failed, mapped, completed } = this.handler.lookup.handleResponse(response, spec.keys);
    for (const key of completed) this.stopLookup(key);
    if (mapped.size > 0) this.listener.completeLookup(mapped);
    for (const [key, brokerId] of mapped) {
      this.stopLookup(key);
      this.map(key, brokerId);
    }
    for (const [key, error] of failed) this.failLookup(key, error);
  }

  onFailure(spec: RequestSpec, error: Error, nowMs: number): void {
    this.endRequest(spec, nowMs);
    const { keys, scope } = spec;
    for (const key of keys) {
      if (error instanceof DisconnectException) {
        // The broker may be down, so that the key belongs to another one by now.
        if (this.listener.lookupKeys.has(key)) this.unmap(key);
      } else if ('brokerId' in scope) {
        this.fail(key, error);
      } else {
        this.failLookup(key, error);
      }
    }
  }

  /**
   * A broker is asked again only after the backoff; a look-up is repeated at once, but never at the instant of the one before, since a
   * network without latency would let it repeat without end.
   */
  private endRequest({ scope }: RequestSpec, nowMs: number): void {
    const state = 'brokerId' in scope ? this.fulfillments.get(scope.brokerId) : this.lookups.get(scope.lookup);
    if (state === undefined) return;
    state.isInFlight = false;
    state.notBeforeMs =
      'brokerId' in scope
        ? nowMs + this.retryBackoff.delayMs(Math.max(1, state.tries))
        : Math.max(nowMs, state.requestedAtMs + 1);
  }

  private map(key: string, brokerId: number): void {
    let state = this.fulfillments.get(brokerId);
    if (state === undefined) {
      state = newState({ brokerId });
      this.fulfillments.set(brokerId, state);
    }
    state.keys.add(key);
  }

  /** The key is looked up, also if it was fulfilled before: Java does not remember it either. */
  private unmap(key: string): void {
    const { brokerId, isBatched } = this.handler.lookup;
    for (const state of this.fulfillments.values()) state.keys.delete(key);
    if (brokerId !== null) {
      this.map(key, brokerId);
      return;
    }
    const lookup = isBatched ? ALL_KEYS : key;
    let state = this.lookups.get(lookup);
    if (state === undefined) {
      state = newState({ lookup });
      this.lookups.set(lookup, state);
    }
    state.keys.add(key);
  }

  private fail(key: string, error: Error): void {
    this.listener.completeExceptionally(key, error);
    this.clear(key);
  }

  private failLookup(key: string, error: Error): void {
    this.listener.completeLookupExceptionally(key, error);
    this.clear(key);
  }

  private clear(key: string): void {
    this.stopLookup(key);
    for (const state of this.fulfillments.values()) state.keys.delete(key);
  }

  private stopLookup(key: string): void {
    for (const state of this.lookups.values()) state.keys.delete(key);
  }
}

function newState(scope: Scope): ScopeState {
  return { scope, keys: new Set(), isInFlight: false, tries: 0, notBeforeMs: 0, requestedAtMs: 0 };
}
