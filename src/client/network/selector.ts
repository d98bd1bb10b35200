/**
 * Adapts the world's connections to Java's Selector: what happens on them is noticed only inside a poll, and one poll
 * reads at most one response and writes at most one request per connection.
 *
 * Owns: the channels, what has arrived on them unread, and the results of the last poll.
 * Refuses to know: requests' meaning, timeouts, backoff.
 *
 * A poll has two halves, since nothing here may block. Where Java's thread enters poll, `beginPoll` says how long it may
 * wait, and other threads run; `endPoll` reads and writes, what came meanwhile included.
 */
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';
import { emptyList } from '../collections/empty-list.ts';
import { RecallMap } from '../collections/recall-map.ts';
import { Channel, type ChannelState } from './channel.ts';
import type { ConnectionSettings, NetworkClientOptions } from './network-client-options.ts';

export type SelectorOptions = Pick<NetworkClientOptions, 'clientHost' | 'onActivity' | 'observer'> & {
  readonly config: Pick<ConnectionSettings, 'clientId' | 'connectionsMaxIdleMs'>;
};

const NO_RESPONSE = {} as ResponseEnvelope;

/** In place of a wait in ms: none, and for a reason. */
export const HAS_WORK = -1;

export interface Disconnection {
  readonly nodeId: string;
  readonly state: ChannelState;
  readonly address: string;
}

export class Selector {
  /** Results of the last poll, each in order of the connections' creation. */
  readonly completedSends: string[] = emptyList('');
  readonly receivedFrom: string[] = emptyList('');
  /** Runs parallel to `receivedFrom`. */
  readonly received: ResponseEnvelope[] = emptyList(NO_RESPONSE);
  readonly connected: string[] = emptyList('');
  readonly disconnected: Disconnection[] = [];
  /** Whether there are any. */
  hasResults = false;

  private readonly options: SelectorOptions;
  private readonly channels = new RecallMap<Channel>();
  /** The same channels; every poll looks at each. */
  private channelList: readonly Channel[] = [];
  /** A channel may have work: something has come or is to go. Most polls need not look further. */
  private hasActivity = false;
  private nextIdleCheckMs: number;
  /** Between beginPoll and endPoll. */
  private isWaiting = false;
  /** Somebody called wakeup when no poll was waiting: the next one must not wait. */
  private isWoken = false;
  private readonly channelChanged: () => void;

  constructor(options: SelectorOptions) {
    this.options = options;
    this.nextIdleCheckMs = options.clientHost.now() + options.config.connectionsMaxIdleMs;
    this.channelChanged = () => {
      this.hasActivity = true;
      this.signal();
    };
  }

  connect(id: string, host: string, port: number): void {
    if (this.channels.get(id) !== undefined)
      throw new IllegalStateException(`There is already a connection for id ${id}`);
    const { clientHost, config, observer } = this.options;
    this.channels.set(id, new Channel(id, host, port, config.clientId, clientHost, this.channelChanged));
    this.channelList = this.channels.values();
    observer?.connecting?.(id, host, port);
  }

  /** Queues a request; the next poll writes it. */
  send(id: string, request: RequestEnvelope): void {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new IllegalStateException(`No connection for id ${id}: connect before you send`);
    channel.queue(request);
    this.hasActivity = true;
  }

  isChannelReady(id: string): boolean {
    return this.channels.get(id)?.isReady === true;
  }

  /** Closes without reporting it as a disconnection. */
  close(id: string): void {
    const channel = this.channels.get(id);
    if (channel === undefined) return;
    this.forget(id);
    channel.close();
    this.options.observer?.disconnected?.(id, 'LOCAL_CLOSE');
  }

  closeAll(): void {
    for (const id of this.channels.keys()) this.close(id);
  }

  /** Returns how long the caller may wait before `endPoll`, in ms; HAS_WORK if there is something to read or write. */
  beginPoll(timeoutMs: number): number {
    if (this.hasResults) this.clearResults();
    this.isWaiting = true;
    const waitMs = this.hasWork() ? HAS_WORK : this.isWoken ? 0 : timeoutMs;
    this.isWoken = false;
    return waitMs;
  }

  endPoll(nowMs: number): void {
    if (this.hasActivity) this.transfer();
    this.isWaiting = false;
    if (nowMs > this.nextIdleCheckMs && this.options.config.connectionsMaxIdleMs >= 0)
      this.closeOldestIdleChannel(nowMs);
  }

  wakeup(): void {
    if (this.isWaiting) this.options.onActivity();
    else this.isWoken = true;
  }

  private signal(): void {
    if (this.isWaiting) this.options.onActivity();
  }

  private forget(id: string): void {
    this.channels.delete(id);
    this.channelList = this.channels.values();
  }

  private hasWork(): boolean {
    return this.hasActivity && this.someHasWork();
  }

  private someHasWork(): boolean {
    const channels = this.channelList;
    for (let i = 0; i < channels.length; i++) {
      if (channels[i]!.hasWork) return true;
    }
    return false;
  }

  /** Reads before it writes, connection by connection. */
  private transfer(): void {
    const channels = this.channelList;
    let isWorkLeft = false;
    for (let i = 0; i < channels.length; i++) {
      const channel = channels[i]!;
      if (!channel.hasWork) continue;
      this.hasResults = true;
      this.transferOn(channel);
      if (channel.hasWork) isWorkLeft = true;
    }
    this.hasActivity = isWorkLeft;
  }

  private transferOn(channel: Channel): void {
    const { observer } = this.options;
    const id = channel.id;
    if (channel.becomeConnected()) {
      this.connected.push(id);
      observer?.connected?.(id);
    }
    const response = channel.read();
    if (response !== undefined) {
      this.receivedFrom.push(id);
      this.received.push(response);
      observer?.responseRead?.(id, response);
    } else if (channel.hasEnded) {
      this.drop(channel, channel.isReady ? 'READY' : 'NOT_CONNECTED');
      return;
    }
    const request = channel.write();
    if (request !== null) {
      this.completedSends.push(id);
      observer?.requestWritten?.(id, request);
      channel.transmit(request);
    }
  }

  private drop(channel: Channel, state: ChannelState): void {
    this.forget(channel.id);
    this.hasResults = true;
    this.disconnected.push({ nodeId: channel.id, state, address: channel.address });
    this.options.observer?.disconnected?.(channel.id, state);
  }

  private closeOldestIdleChannel(nowMs: number): void {
    let oldest: Channel | undefined;
    for (const channel of this.channelList) {
      if (oldest === undefined || channel.lastActiveMs < oldest.lastActiveMs) oldest = channel;
    }
    const maxIdleMs = this.options.config.connectionsMaxIdleMs;
    this.nextIdleCheckMs = (oldest?.lastActiveMs ?? nowMs) + maxIdleMs;
    if (oldest !== undefined && nowMs > this.nextIdleCheckMs) {
      oldest.close();
      this.drop(oldest, 'EXPIRED');
    }
  }

  private clearResults(): void {
    this.hasResults = false;
    clear(this.completedSends);
    clear(this.receivedFrom);
    clear(this.received);
    clear(this.connected);
    clear(this.disconnected);
  }
}

/** Setting the length of an array is dear, even if there is nothing to cut off. */
function clear(array: unknown[]): void {
  while (array.length > 0) array.pop();
}
