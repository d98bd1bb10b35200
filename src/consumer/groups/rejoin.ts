/**
 * Whether a member has to join its group, and the reason that it gives (AbstractCoordinator.requestRejoin, KIP-800).
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';

export class Rejoin {
  private needed = true;
  private why = '';

  get isNeeded(): boolean {
    return this.needed;
  }

  /** Empty for the first time, and for what Java gives no reason for. */
  get reason(): string {
    return this.why;
  }

  request(reason: string): void {
    this.needed = true;
    this.why = reason;
  }

  /** Nothing changes if the member has to join for another reason. */
  requestUnlessNeeded(reason: string): void {
    if (!this.needed) this.request(reason);
  }

  /** The member has its assignment. */
  done(): void {
    this.needed = false;
    this.why = '';
  }
}

/** @param api in Kafka's spelling, such as `HEARTBEAT` */
export function encountered(error: ErrorName, api: string): string {
  return `encountered ${error} from ${api} response`;
}

export function rebalanceFailed({ name }: Error): string {
  return `rebalance failed due to ${name}`;
}
