/**
 * Adapts the connections of the host to Java's Selector: what happens on them is noticed in a poll only, and one poll reads at
 * most one response and writes at most one request per connection.
 *
 * A poll has two halves, since nothing here may block. Where Java's thread enters poll(), `beginPoll` returns how long it may
 * wait, and other threads run; `endPoll` then reads and writes, including what has arrived during the wait.
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

/** A result of `beginPoll`: there is something to do, so that the poll must not wait. */
export const HAS_WORK = -1;

export interface Disconnection {
  readonly nodeId: string;
  readonly state: ChannelState;
  readonly address: string;
}

export class Selector {
  // The results of the last poll, each in the order in which the connections were opened.
  readonly completedSends: string[] = emptyList('');
  readonly receivedFrom: string[] = emptyList('');
  /** The responses; entry i came from `receivedFrom[i]`. */
  readonly received: ResponseEnvelope[] = emptyList(NO_RESPONSE);
  readonly connected: string[] = emptyList('');
  readonly disconnected: Disconnection[] = [];
  /** Whether the last poll has any results. */
  hasResults = false;

  private readonly options: SelectorOptions;
  private readonly channels = new RecallMap<Channel>();
  /** The same channels, as a list for loops. */
  private channelList: readonly Channel[] = [];
  /** Whether a channel may have something to read or write. In most polls none has, and the search is saved. */
  private hasActivity = false;
  private nextIdleCheckMs: number;
  /** True between beginPoll and endPoll. */
  private isWaiting = false;
  /** Whether wakeup was called while no poll was waiting, so that the next one must not wait. */
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

  /** Closes a connection, without reporting it as a disconnection. */
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

  /** @returns how long the caller may wait before `endPoll`, in ms; HAS_WORK if there is something to read or write */
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

/** Popping is cheaper than setting the length of an array, even of an empty one. */
function clear(array: unknown[]): void {
  while (array.length > 0) array.pop();
}
