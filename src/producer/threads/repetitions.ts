/**
 * Counts how often something happens at one instant of the clock: where Java's thread would do it as fast as it can, ours does
 * it a few times and then lets time pass.
 */
import type { ClientHost } from '../../client/host/client-host.ts';

export class Repetitions {
  private readonly clientHost: Pick<ClientHost, 'now'>;
  private count = 0;
  private atMs = Number.NEGATIVE_INFINITY;

  constructor(clientHost: Pick<ClientHost, 'now'>) {
    this.clientHost = clientHost;
  }

  /** Counts one more occurrence. @returns how many there were at this instant, without a reset between them */
  again(): number {
    const nowMs = this.clientHost.now();
    this.count = nowMs === this.atMs ? this.count + 1 : 1;
    this.atMs = nowMs;
    return this.count;
  }

  reset(): void {
    this.count = 0;
  }
}
