/**
 * What a network client needs: the world, the metadata it keeps fresh, and the timeouts of one client.
 *
 * Owns: the shape. Refuses to know: which kind of client it is.
 */

import type { ClientHost } from '../host/client-host.ts';
import type { Log } from '../host/logging.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { ClientVersion } from '../versions/client-version.ts';
import type { NetworkObserver } from './network-observer.ts';

export interface NetworkClientOptions {
  readonly clientHost: ClientHost;
  readonly version: ClientVersion;
  readonly metadata: Metadata;
  readonly clientId: string;
  readonly log: Log;
  readonly maxInFlightRequestsPerConnection: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  /** Default for the client's own requests; also the longest poll. */
  readonly requestTimeoutMs: number;
  readonly connectionSetupTimeoutMs: number;
  readonly connectionSetupTimeoutMaxMs: number;
  /** Negative: idle connections stay open. */
  readonly connectionsMaxIdleMs: number;
  /** Ask each broker for its API versions before anything else. */
  readonly discoverBrokerVersions: boolean;
  /** Factor of connection backoffs and setup timeouts; see connectionJitter. */
  readonly jitter: () => number;
  /** Called while a poll waits: something can be read, or wakeup was called; `endPoll` may be called now. */
  readonly onActivity: () => void;
  readonly observer?: NetworkObserver;
}
