import { describe, expect, it } from 'vitest';
import { ConnectionStates } from '../../../src/client/network/connection-states.ts';
import { chooseLeastLoadedNode } from '../../../src/client/network/least-loaded-node.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';

const SETTINGS = {
  version: V3_6_1,
  clientId: 'c',
  reconnectBackoffMs: 50,
  reconnectBackoffMaxMs: 50,
  requestTimeoutMs: 30_000,
  socketConnectionSetupTimeoutMs: 10_000,
  socketConnectionSetupTimeoutMaxMs: 10_000,
  connectionsMaxIdleMs: -1,
};

/** The number of requests in flight of a connected node, a node that is connecting, or one whose last attempt failed at `failedAtMs`. */
type Connection = number | 'full' | 'connecting' | { readonly failedAtMs: number };

/** The chosen node's id at 100 ms, among nodes 0, 1, … with these connections. */
function choice(connections: readonly Connection[], offset = 0): number | undefined {
  const states = new ConnectionStates(
    SETTINGS,
    () => 1,
    () => {},
  );
  connections.forEach((connection, id) => {
    const failedAtMs = typeof connection === 'object' ? connection.failedAtMs : 0;
    states.connecting(String(id), failedAtMs, 'host');
    if (typeof connection === 'object') states.disconnected(String(id), failedAtMs);
    else if (connection !== 'connecting') states.ready(String(id));
  });
  const load = {
    canSendRequest: (id: string) => typeof connections[Number(id)] === 'number',
    inFlightRequestCount: (id: string) => connections[Number(id)] as number,
  };
  const nodes = connections.map((_, id) => ({ id, host: 'host', port: 9092 }));
  return chooseLeastLoadedNode(nodes, offset, 100, load, states)?.id;
}

describe('The least loaded node', () => {
  it.each<[string, Connection[], number, number | undefined]>([
    ['is the first one without requests in flight', [1, 0, 0], 0, 1],
    ['is searched from the offset on', [0, 1, 0], 1, 2],
    ['is the connected node with the fewest requests in flight, if all have some', [3, 1, 2], 0, 1],
    ['is a connected node rather than one that is connecting', ['connecting', 4], 0, 1],
    ['is a node that is connecting rather than a new attempt', [{ failedAtMs: 0 }, 'connecting'], 0, 1],
    [
      'is the node whose last attempt is the longest ago',
      [{ failedAtMs: 20 }, { failedAtMs: 10 }, { failedAtMs: 30 }],
      0,
      1,
    ],
    ['is not a node that backs off', [{ failedAtMs: 90 }, { failedAtMs: 40 }], 0, 1],
    ['does not exist if all nodes back off or can send no more', [{ failedAtMs: 90 }, 'full'], 0, undefined],
  ])('%s', (_, connections, offset, expected) => {
    expect(choice(connections, offset)).toBe(expected);
  });
});
