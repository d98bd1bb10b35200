import { describe, expect, it } from 'vitest';
import { InFlightRequest, InFlightRequests } from '../../../src/client/network/in-flight-requests.ts';
import type { Request } from '../../../src/protocol/messages.ts';

const REQUEST: Request = { api: 'ApiVersions', clientSoftwareName: '', clientSoftwareVersion: '' };

function sent(destination: string, correlationId: number, sendTimeMs = 0, requestTimeoutMs = 100): InFlightRequest {
  const request = {
    destination,
    request: REQUEST,
    correlationId,
    createdTimeMs: sendTimeMs,
    expectResponse: true,
    requestTimeoutMs,
    callback: null,
  };
  const entry = new InFlightRequest(request, 3, false, sendTimeMs);
  entry.isWritten = true;
  return entry;
}

function inFlight(...entries: InFlightRequest[]): InFlightRequests {
  const requests = new InFlightRequests(2);
  for (const entry of entries) requests.add(entry);
  return requests;
}

const correlationIds = (entries: readonly InFlightRequest[]): number[] =>
  entries.map(({ request }) => request.correlationId);

describe('The requests in flight', () => {
  it('are counted for each connection, and together', () => {
    const requests = inFlight(sent('0', 1), sent('0', 2), sent('1', 3));
    expect([requests.count('0'), requests.count('1'), requests.count('2'), requests.count()]).toEqual([2, 1, 0, 3]);
  });

  it('end in the order in which they were sent', () => {
    const requests = inFlight(sent('0', 1), sent('0', 2));
    expect(requests.completeNext('0', 1).request.correlationId).toBe(1);
    expect(requests.completeNext('0', 2).request.correlationId).toBe(2);
    expect(requests.count()).toBe(0);
  });

  it('are not ended by a response to another request', () => {
    expect(() => inFlight(sent('0', 1)).completeNext('0', 2)).toThrow(
      'Response from node 0 does not match the oldest request in flight: correlation id is 2, expected 1',
    );
    expect(() => inFlight().completeNext('0', 2)).toThrow('no request is in flight');
  });

  it('lose the newest one if it expects no response', () => {
    const requests = inFlight(sent('0', 1), sent('0', 2));
    expect(requests.lastSent('0')?.request.correlationId).toBe(2);
    requests.completeLastSent('0');
    expect(requests.lastSent('0')?.request.correlationId).toBe(1);
    requests.completeLastSent('1');
    expect(requests.count()).toBe(1);
  });

  it('are all removed when their connection ends', () => {
    const requests = inFlight(sent('0', 1), sent('1', 2), sent('0', 3));
    expect(correlationIds(requests.clearAll('0'))).toEqual([1, 3]);
    expect(requests.clearAll('0')).toEqual([]);
    expect(requests.count()).toBe(1);
  });
});

describe('A connection can send more', () => {
  it('with fewer requests than max.in.flight.requests.per.connection', () => {
    expect(inFlight().canSendMore('0')).toBe(true);
    expect(inFlight(sent('0', 1)).canSendMore('0')).toBe(true);
    expect(inFlight(sent('0', 1), sent('0', 2)).canSendMore('0')).toBe(false);
  });

  it('not before its newest request is written', () => {
    const newest = sent('0', 1);
    newest.isWritten = false;
    expect(inFlight(newest).canSendMore('0')).toBe(false);
  });
});

describe('A request times out', () => {
  it('after its timeout, not exactly at its end', () => {
    const requests = inFlight(sent('0', 1, 0, 100), sent('1', 2, 50, 100));
    expect(requests.nodesWithTimedOutRequests(100)).toEqual([]);
    expect(requests.nodesWithTimedOutRequests(101)).toEqual(['0']);
    expect(requests.nodesWithTimedOutRequests(151)).toEqual(['0', '1']);
  });

  it('behind an older request with a longer timeout', () => {
    expect(inFlight(sent('0', 1, 0, 1_000), sent('0', 2, 0, 10)).nodesWithTimedOutRequests(11)).toEqual(['0']);
  });

  it('never before the lower bound that saves the search', () => {
    const requests = inFlight(sent('0', 1, 0, 100), sent('0', 2, 50, 100));
    expect([requests.mayBeLate(100), requests.mayBeLate(101)]).toEqual([false, true]);
    requests.completeNext('0', 1);
    requests.nodesWithTimedOutRequests(101);
    expect([requests.mayBeLate(150), requests.mayBeLate(151)]).toEqual([false, true]);
  });
});
