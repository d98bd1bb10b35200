import { describe, expect, it } from 'vitest';
import { ConnectionStates } from '../../../src/client/network/connection-states.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import { IllegalStateException } from '../../../src/protocol/errors/exceptions.ts';

const SETTINGS = {
  version: V3_6_1,
  clientId: 'c',
  reconnectBackoffMs: 50,
  reconnectBackoffMaxMs: 200,
  requestTimeoutMs: 30_000,
  socketConnectionSetupTimeoutMs: 10,
  socketConnectionSetupTimeoutMaxMs: 20,
  connectionsMaxIdleMs: -1,
};

function states(): { states: ConnectionStates; logged: string[] } {
  const logged: string[] = [];
  return {
    states: new ConnectionStates(
      SETTINGS,
      () => 1,
      (level, _, text) => logged.push(`${level} ${text}`),
    ),
    logged,
  };
}

/** Node 0 with a connection attempt that began at `nowMs`. */
function connecting(nowMs = 0): ConnectionStates {
  const { states: all } = states();
  all.connecting('0', nowMs, 'a');
  return all;
}

describe('A connection', () => {
  it('may be tried if it never was', () => {
    const { states: all } = states();
    expect([all.canConnect('0', 0), all.pollDelayMs('0', 0), all.isDisconnected('0')]).toEqual([true, 0, false]);
    expect(all.lastConnectAttemptMs('0')).toBe(0);
  });

  it('goes from connecting through the check of API versions to ready', () => {
    const all = connecting();
    const seen = (): boolean[] => [
      all.isConnecting('0'),
      all.isPreparingConnection('0'),
      all.isConnected('0'),
      all.isReady('0', 0),
    ];
    expect(seen()).toEqual([true, true, false, false]);
    all.checkingApiVersions('0');
    expect(seen()).toEqual([false, true, true, false]);
    all.ready('0');
    expect(seen()).toEqual([false, false, true, true]);
    expect(all.pollDelayMs('0', 0)).toBe(Infinity);
    all.disconnected('0', 0);
    expect(seen()).toEqual([false, false, false, false]);
    expect(all.isDisconnected('0')).toBe(true);
  });

  it('is not known after it was removed', () => {
    const all = connecting();
    all.remove('0');
    expect(all.areConnecting).toBe(false);
    expect(() => all.ready('0')).toThrow(new IllegalStateException('No entry found for connection 0'));
  });

  it('starts from the beginning if the node has another host', () => {
    const { states: all, logged } = states();
    all.connecting('0', 0, 'a');
    all.disconnected('0', 0);
    all.connecting('0', 50, 'b');
    all.disconnected('0', 60);
    expect(all.pollDelayMs('0', 60)).toBe(50);
    expect(logged).toEqual(['INFO Hostname for node 0 changed from a to b.']);
  });
});

describe('The reconnect backoff', () => {
  it('doubles with each failure, up to its limit, and ends with success', () => {
    const all = connecting();
    const backoffs = [1, 2, 3, 4].map(() => {
      all.disconnected('0', 0);
      return all.pollDelayMs('0', 0);
    });
    expect(backoffs).toEqual([50, 100, 200, 200]);
    expect([all.canConnect('0', 199), all.canConnect('0', 200)]).toEqual([false, true]);
    all.connecting('0', 200, 'a');
    all.ready('0');
    all.disconnected('0', 300);
    expect(all.pollDelayMs('0', 300)).toBe(50);
  });
});

describe('The connection setup timeout', () => {
  it('ends an attempt that takes longer, not just as long', () => {
    const all = connecting(5);
    expect([all.pollDelayMs('0', 5), all.connectionSetupTimeoutMs('0')]).toEqual([10, 10]);
    expect([all.nodesWithConnectionSetupTimeout(15), all.nodesWithConnectionSetupTimeout(16)]).toEqual([[], ['0']]);
  });

  it('doubles with each failed attempt, and ends with a connection', () => {
    const all = connecting();
    all.disconnected('0', 0);
    expect(all.connectionSetupTimeoutMs('0')).toBe(20);
    all.connecting('0', 100, 'a');
    all.checkingApiVersions('0');
    expect(all.connectionSetupTimeoutMs('0')).toBe(10);
  });
});

describe('A throttled connection', () => {
  it('is not ready before the end of the throttling', () => {
    const all = connecting();
    all.ready('0');
    all.throttle('0', 100);
    all.throttle('0', 50);
    expect([all.isReady('0', 99), all.isReady('0', 100)]).toEqual([false, true]);
    expect([all.pollDelayMs('0', 40), all.pollDelayMs('0', 100)]).toEqual([60, Infinity]);
  });
});
