import { describe, expect, it } from 'vitest';
import { AdminClient } from '../../../src/admin/admin-client.ts';
import {
  DisconnectException,
  IllegalArgumentException,
  TimeoutException,
} from '../../../src/protocol/errors/exceptions.ts';
import { broker } from '../../client/network/scripted-broker.ts';
import { ScriptedHost, START_MS } from '../../client/network/scripted-host.ts';

/** An admin client whose only broker answers everything but Metadata requests of calls only after `delayMs`; `null`: never. */
function adminWith(delayMs: number | null): { admin: AdminClient; clientHost: ScriptedHost } {
  const clientHost = new ScriptedHost();
  const brokers = [{ id: 0, host: '10.0.0.1', port: 9092 }];
  const response = {
    api: 'DescribeCluster',
    throttleTimeMs: 0,
    error: 'NONE',
    clusterId: 'abc',
    controllerId: 0,
    brokers,
  } as const;
  clientHost.brokers.set(
    '10.0.0.1:9092',
    broker(({ api }) => {
      if (api !== 'DescribeCluster') return undefined;
      return delayMs === null ? null : { response, delayMs };
    }),
  );
  const admin = new AdminClient({ 'bootstrap.servers': '10.0.0.1:9092' }, clientHost, { clientNumber: 1 });
  return { admin, clientHost };
}

/** When `promise` settles, in ms after the start; undefined while it has not. */
async function settledAt(promise: PromiseLike<unknown>, clientHost: ScriptedHost): Promise<number | undefined> {
  let atMs: number | undefined;
  const settled = (): void => {
    atMs = clientHost.now() - START_MS;
  };
  promise.then(settled, settled);
  for (let ms = 0; ms <= 1000 && atMs === undefined; ms += 10) {
    clientHost.runUntil(ms);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return atMs;
}

describe('An admin client that is closed', () => {
  it('waits for the calls that are not finished', async () => {
    const { admin, clientHost } = adminWith(500);
    const clusterId = admin.describeCluster().clusterId();
    expect(await settledAt(admin.close(), clientHost)).toBe(500);
    expect(await clusterId).toBe('abc');
  });

  it('fails them after the timeout', async () => {
    const { admin, clientHost } = adminWith(500);
    const clusterId = admin.describeCluster().clusterId();
    expect(await settledAt(admin.close(200), clientHost)).toBe(200);
    expect(clusterId.error()?.message).toBe('The AdminClient thread has exited. Call: listNodes');
  });

  it('fails them at once if the timeout is 0, also when it was waiting', async () => {
    const { admin, clientHost } = adminWith(500);
    const clusterId = admin.describeCluster().clusterId();
    const waiting = admin.close();
    expect(await settledAt(admin.close(0), clientHost)).toBe(0);
    await waiting;
    expect(clusterId.isCompletedExceptionally()).toBe(true);
  });

  it('accepts no new calls', async () => {
    const { admin, clientHost } = adminWith(500);
    const first = admin.describeCluster().clusterId();
    void admin.close();
    expect(admin.listTopics().names().error()?.message).toBe('The AdminClient thread is not accepting new calls.');
    clientHost.runUntil(1000);
    expect(first.isDone()).toBe(true);
  });

  it('ends without waiting if it has no calls', async () => {
    const { admin } = adminWith(null);
    await admin.close();
    await admin.close();
  });

  it('refuses a timeout that is negative or not a number', () => {
    const { admin } = adminWith(null);
    expect(() => admin.close(-1)).toThrow(new IllegalArgumentException('The timeout cannot be negative.'));
    expect(() => admin.close('10' as never)).toThrow('admin.close(timeoutMs): expected a whole number of ms');
  });
});

describe('The timeout of a call', () => {
  it('is over when more time has passed since a request', () => {
    const { admin, clientHost } = adminWith(null);
    const future = admin.describeCluster({ timeoutMs: 300 }).clusterId();
    clientHost.runUntil(300);
    expect(future.isDone()).toBe(false);
    clientHost.runUntil(301);
    const error = future.error()!;
    expect(error).toBeInstanceOf(TimeoutException);
    const atMs = START_MS + 300;
    expect(error.message).toBe(
      `Call(callName=listNodes, deadlineMs=${atMs}, tries=1, nextAllowedTryMs=${atMs + 101}) ` +
        `timed out at ${atMs + 1} after 1 attempt(s)`,
    );
    expect(error.cause).toBeInstanceOf(DisconnectException);
  });

  it('that is negative is over at once', () => {
    const { admin, clientHost } = adminWith(null);
    const future = admin.describeCluster({ timeoutMs: -5 }).clusterId();
    clientHost.runUntil(0);
    expect(future.error()?.message).toBe('Timed out waiting for a node assignment. Call: listNodes');
  });

  it.each([
    ['default.api.timeout.ms', {}, 60_000],
    ['what the call says', { timeoutMs: 300 }, 300],
  ])('is %s, also while no broker can be reached', (_name, options, timeoutMs) => {
    const { admin, clientHost } = adminWith(null);
    clientHost.brokers.set('10.0.0.1:9092', 'blackhole');
    const future = admin.describeCluster(options).clusterId();
    clientHost.runUntil(timeoutMs - 1);
    expect(future.isDone()).toBe(false);
    clientHost.runUntil(timeoutMs);
    expect(future.error()?.message).toBe('Timed out waiting for a node assignment. Call: listNodes');
  });
});
