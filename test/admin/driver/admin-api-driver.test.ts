/** Covers: src/admin/driver/admin-api-driver.ts, src/admin/driver/api-handler.ts */

import { describe, expect, it } from 'vitest';
import { AdminApiDriver } from '../../../src/admin/driver/admin-api-driver.ts';
import type { ApiHandler, ApiResult, LookupResult, LookupStrategy } from '../../../src/admin/driver/api-handler.ts';
import { RETRY_BACKOFFS } from '../../../src/client/backoff/retry-backoff.ts';
import { DisconnectException } from '../../../src/protocol/errors/exceptions.ts';
import type { Response } from '../../../src/protocol/messages.ts';

const RETRY_BACKOFF_MS = 100;
const RESPONSE = {} as Response;
const ERROR = new Error('refused');

/** A driver about `keys`, what its strategy and handler say to the next response, and what it reports. */
class Trial {
  lookup: Partial<LookupResult> = {};
  result: Partial<ApiResult<string>> = {};
  readonly reported: string[] = [];
  readonly driver: AdminApiDriver<string>;

  constructor(keys: readonly string[], { isBatched = true, strategy = {} as Partial<LookupStrategy> } = {}) {
    const handler: ApiHandler<string> = {
      apiName: 'test',
      isBatched,
      request: (asked) => ({ api: 'DescribeTransactions', transactionalIds: asked }),
      handleResponse: () => ({ completed: new Map(), failed: new Map(), unmapped: [], ...this.result }),
      lookup: {
        brokerId: null,
        isBatched: true,
        request: (asked) => ({ api: 'Metadata', topics: asked, allowAutoTopicCreation: false }),
        handleResponse: () => ({ failed: new Map(), mapped: new Map(), completed: [], ...this.lookup }),
        ...strategy,
      },
    };
    const listener = {
      lookupKeys: new Set(keys),
      complete: (key: string, value: string) => void this.reported.push(`${key}: ${value}`),
      completeExceptionally: (key: string, error: Error) => void this.reported.push(`${key}: ${error.message}`),
      completeLookup: (mapped: ReadonlyMap<string, number>) => void this.reported.push(`found ${[...mapped.keys()]}`),
      completeLookupExceptionally: (key: string, error: Error) =>
        void this.reported.push(`not found ${key}: ${error.message}`),
    };
    this.driver = new AdminApiDriver(
      handler,
      listener,
      RETRY_BACKOFFS.constant({ retryBackoffMs: RETRY_BACKOFF_MS }, () => 1),
    );
  }

  /** Each request as `name to broker [keys] notBeforeMs/tries`. */
  requests(nowMs: number): string[] {
    const specs = this.driver.poll(nowMs);
    if (specs.length > 0) this.specs = specs;
    return specs.map(({ name, scope, keys, notBeforeMs, tries }) => {
      const to = 'brokerId' in scope ? `to ${scope.brokerId}` : 'to any';
      return `${name} ${to} [${keys.join()}] from ${notBeforeMs}, try ${tries}`;
    });
  }

  answer(place: number, nowMs: number): void {
    this.driver.onResponse(this.specs[place]!, RESPONSE, nowMs);
  }

  fail(place: number, error: Error, nowMs: number): void {
    this.driver.onFailure(this.specs[place]!, error, nowMs);
  }

  private specs: ReturnType<AdminApiDriver<string>['poll']> = [];
}

describe('The driver of an admin call', () => {
  it('looks the keys up, and then asks each broker for its own', () => {
    const trial = new Trial(['a', 'b', 'c']);
    expect(trial.requests(0)).toEqual(['test(api=METADATA) to any [a,b,c] from 0, try 0']);
    expect(trial.requests(0)).toEqual([]);
    trial.lookup = {
      mapped: new Map([
        ['a', 1],
        ['b', 2],
        ['c', 1],
      ]),
    };
    trial.answer(0, 5);
    expect(trial.requests(5)).toEqual([
      'test(api=DESCRIBE_TRANSACTIONS) to 1 [a,c] from 0, try 0',
      'test(api=DESCRIBE_TRANSACTIONS) to 2 [b] from 0, try 0',
    ]);
    trial.result = { completed: new Map([['a', 'fine']]), failed: new Map([['c', ERROR]]) };
    trial.answer(0, 9);
    trial.result = { completed: new Map([['b', 'fine']]) };
    trial.answer(1, 9);
    expect(trial.reported).toEqual(['found a,b,c', 'a: fine', 'c: refused', 'b: fine']);
    expect(trial.requests(9)).toEqual([]);
  });

  it('asks a broker again after the backoff, unless the key has to be looked up again', () => {
    const trial = new Trial(['a', 'b']);
    trial.requests(0);
    trial.lookup = {
      mapped: new Map([
        ['a', 1],
        ['b', 1],
      ]),
    };
    trial.answer(0, 5);
    trial.requests(5);
    trial.result = { unmapped: ['b'] };
    trial.answer(0, 9);
    expect(trial.requests(9)).toEqual([
      'test(api=METADATA) to any [b] from 5, try 1',
      'test(api=DESCRIBE_TRANSACTIONS) to 1 [a] from 109, try 1',
    ]);
  });

  it('repeats a look-up at once, but not at the same instant', () => {
    const trial = new Trial(['a']);
    trial.requests(0);
    trial.answer(0, 0);
    expect(trial.requests(0)).toEqual(['test(api=METADATA) to any [a] from 1, try 1']);
    trial.answer(0, 7);
    expect(trial.requests(7)).toEqual(['test(api=METADATA) to any [a] from 7, try 2']);
  });

  it('looks keys up again when the connection has ended', () => {
    const trial = new Trial(['a']);
    trial.requests(0);
    trial.lookup = { mapped: new Map([['a', 1]]) };
    trial.answer(0, 5);
    trial.requests(5);
    trial.fail(0, new DisconnectException('gone'), 9);
    expect(trial.requests(9)).toEqual(['test(api=METADATA) to any [a] from 5, try 1']);
    expect(trial.reported).toEqual(['found a']);
  });

  it('fails the keys of a request that has failed', () => {
    const trial = new Trial(['a', 'b']);
    trial.requests(0);
    trial.lookup = { mapped: new Map([['a', 1]]) };
    trial.answer(0, 5);
    expect(trial.requests(5)).toHaveLength(2);
    trial.fail(0, ERROR, 9);
    trial.fail(1, ERROR, 9);
    expect(trial.reported).toEqual(['found a', 'not found b: refused', 'a: refused']);
    expect(trial.requests(9)).toEqual([]);
  });

  it('fails keys that cannot be found', () => {
    const trial = new Trial(['a', 'b']);
    trial.requests(0);
    trial.lookup = { failed: new Map([['a', ERROR]]) };
    trial.answer(0, 5);
    expect(trial.reported).toEqual(['not found a: refused']);
    expect(trial.requests(5)).toEqual(['test(api=METADATA) to any [b] from 5, try 1']);
  });

  it('asks for one key after the other if requests are not batched', () => {
    const trial = new Trial(['a', 'b'], { isBatched: false, strategy: { isBatched: false } });
    expect(trial.requests(0)).toEqual([
      'test(api=METADATA) to any [a] from 0, try 0',
      'test(api=METADATA) to any [b] from 0, try 0',
    ]);
    trial.lookup = { mapped: new Map([['a', 1]]) };
    trial.answer(0, 5);
    trial.lookup = { mapped: new Map([['b', 1]]) };
    trial.answer(1, 5);
    expect(trial.requests(5)).toEqual(['test(api=DESCRIBE_TRANSACTIONS) to 1 [a] from 0, try 0']);
    trial.result = { completed: new Map([['a', 'fine']]) };
    trial.answer(0, 9);
    expect(trial.requests(9)).toEqual(['test(api=DESCRIBE_TRANSACTIONS) to 1 [b] from 109, try 1']);
  });

  it('looks nothing up if the broker is known', () => {
    const trial = new Trial(['a', 'b'], { strategy: { brokerId: 3 } });
    expect(trial.requests(0)).toEqual(['test(api=DESCRIBE_TRANSACTIONS) to 3 [a,b] from 0, try 0']);
    trial.fail(0, new DisconnectException('gone'), 9);
    expect(trial.requests(9)).toEqual(['test(api=DESCRIBE_TRANSACTIONS) to 3 [a,b] from 109, try 1']);
  });

  it('looks a key up again that was fulfilled already, as Java does (KAFKA-16319)', () => {
    const trial = new Trial(['a']);
    trial.requests(0);
    trial.lookup = { mapped: new Map([['a', 1]]) };
    trial.answer(0, 5);
    trial.requests(5);
    trial.result = { completed: new Map([['a', 'fine']]), unmapped: ['a'] };
    trial.answer(0, 9);
    expect(trial.requests(9)).toEqual(['test(api=METADATA) to any [a] from 5, try 1']);
  });
});
