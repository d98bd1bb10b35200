/**
 * Lets a member whose topics match a pattern ask which topics there are before it joins, so that a new topic leads to one rebalance
 * instead of one for each member that finds it (ConsumerCoordinator.poll, ConsumerNetworkClient.ensureFreshMetadata).
 */
import type { ClientHost } from '../../client/host/client-host.ts';
import type { TopicsMetadata } from '../../client/metadata/topics-metadata.ts';

export class FreshMetadata {
  private readonly metadata: TopicsMetadata;
  private readonly clientHost: ClientHost;
  private readonly request: () => void;
  private state: 'stale' | 'awaited' | 'fresh' = 'stale';

  /** @param request asks for an update at once */
  constructor(metadata: TopicsMetadata, clientHost: ClientHost, request: () => void) {
    this.metadata = metadata;
    this.clientHost = clientHost;
    this.request = request;
  }

  /** Whether the topics are known. If they are not, they are asked for. */
  isKnown(): boolean {
    if (this.state === 'stale') {
      const nowMs = this.clientHost.now();
      const isDue = this.metadata.timeToAllowUpdate(nowMs) === 0 || this.metadata.timeToExpire(nowMs) === 0;
      this.state = isDue ? 'awaited' : 'fresh';
      if (isDue) this.request();
    }
    return this.state === 'fresh';
  }

  /** Metadata has come. */
  updated(): void {
    if (this.state === 'awaited') this.state = 'fresh';
  }

  /** The member joins; before it joins again, it asks again. */
  used(): void {
    this.state = 'stale';
  }
}
