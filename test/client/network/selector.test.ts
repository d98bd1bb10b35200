/** Covers: src/client/network/selector.ts, src/client/network/channel.ts */
import { describe, expect, it } from 'vitest';
import { HAS_WORK, Selector } from '../../../src/client/network/selector.ts';
import type { RequestEnvelope, Response } from '../../../src/protocol/messages.ts';
import { broker } from './scripted-broker.ts';
import { type Answer, ScriptedHost } from './scripted-host.ts';

const DESCRIBED = { response: { api: 'DescribeCluster' } as Response };

function describeCluster(correlationId: number): RequestEnvelope {
  return { correlationId, clientId: 'c', apiVersion: 0, expectResponse: true, request: { api: 'DescribeCluster' } };
}

/** A selector with connection `0` established. */
function connectedSelector(answer: () => Answer = () => DESCRIBED, maxIdleMs = -1) {
  const clientHost = new ScriptedHost();
  clientHost.brokers.set('10.0.0.1:9092', broker(answer));
  let activities = 0;
  const selector = new Selector({
    clientHost,
    config: { clientId: 'c', connectionsMaxIdleMs: maxIdleMs },
    onActivity: () => {
      activities++;
    },
  });
  const poll = (): number => {
    const waitMs = selector.beginPoll(100);
    selector.endPoll(clientHost.now());
    return waitMs;
  };
  selector.connect('0', '10.0.0.1', 9092);
  clientHost.runUntil(0);
  poll();
  return { clientHost, selector, poll, activities: () => activities };
}

describe('The selector', () => {
  it('notices a new connection only in a poll', () => {
    const { selector } = connectedSelector();
    expect(selector.connected).toEqual(['0']);
    expect(selector.isChannelReady('0')).toBe(true);
  });

  it('reads a response in the poll after the one that wrote the request, and not earlier', () => {
    const { clientHost, selector, poll } = connectedSelector();
    selector.send('0', describeCluster(0));
    expect(selector.beginPoll(100)).toBe(HAS_WORK);
    selector.endPoll(clientHost.now());
    clientHost.runUntil(0);
    expect([selector.completedSends, selector.receivedFrom]).toEqual([['0'], []]);
    poll();
    expect([selector.completedSends, selector.receivedFrom]).toEqual([[], ['0']]);
  });

  it('reads one response of a connection per poll, and the end of the connection after the last', () => {
    const { clientHost, selector, poll } = connectedSelector();
    for (const correlationId of [0, 1]) {
      selector.send('0', describeCluster(correlationId));
      selector.beginPoll(0);
      selector.endPoll(clientHost.now());
    }
    clientHost.runUntil(0);
    clientHost.takeDown('10.0.0.1:9092');
    const seen: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      poll();
      seen.push([selector.received.map(({ correlationId }) => correlationId), selector.disconnected.length]);
    }
    expect(seen).toEqual([
      [[0], 0],
      [[1], 0],
      [[], 1],
    ]);
  });

  it('ends the wait of a poll when something arrives or wakeup is called; without a waiting poll, the next one does not wait', () => {
    const { clientHost, selector, poll, activities } = connectedSelector();
    expect(selector.beginPoll(100)).toBe(100);
    selector.wakeup();
    expect(activities()).toBe(1);
    selector.endPoll(clientHost.now());
    selector.wakeup();
    expect(activities()).toBe(1);
    expect(poll()).toBe(0);
    expect(poll()).toBe(100);
  });

  it('refuses a second request before the first is written', () => {
    const { selector } = connectedSelector();
    selector.send('0', describeCluster(0));
    expect(() => selector.send('0', describeCluster(1))).toThrow('prior send operation still in progress');
  });

  it('closes a connection that was idle for longer than connections.max.idle.ms', () => {
    const { clientHost, selector, poll } = connectedSelector(undefined, 1000);
    clientHost.runUntil(1000);
    poll();
    expect(selector.disconnected).toEqual([]);
    clientHost.runUntil(1001);
    poll();
    expect(selector.disconnected).toMatchObject([{ nodeId: '0', state: 'EXPIRED' }]);
  });
});
