/**
 * A client's end of a connection on the simulated network, for a client that talks bytes: what it writes goes on as requests, and the
 * responses become bytes. Faults and the trace see the same requests and responses as those of the own clients.
 */

import type { Facts } from '../../protocol/description/facts.ts';
import { type ApiVersionRange, apiOf, type RequestEnvelope, type ResponseEnvelope } from '../../protocol/messages.ts';
import type { ConnectHandlers, Kernel, Network, Socket } from '../../sim/index.ts';
import type { ConnectionFacts, MessageEvents } from '../../simulation/events/message-events.ts';
import type { Trace } from '../../simulation/events/simulation-events.ts';
import type { Wire } from '../../simulation/hosts/wire.ts';
import type { UserActivity } from '../../simulation/run/user-activity.ts';
import {
  type TopicIds,
  WireConnection,
  type WireConnectionOptions,
  type WireConnectionOwner,
  type WireProfile,
} from '../../wire/index.ts';

/** Learns what happens to the messages of one connection. */
export interface TrafficListener {
  requested(envelope: RequestEnvelope): void;
  responded(envelope: ResponseEnvelope): void;
  /** No response will come any more. */
  ended(): void;
}

/** What all connections of a simulation have in common. */
export interface BridgeContext {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly trace: Trace;
  readonly userActivity: UserActivity;
  readonly topics: TopicIds;
  readonly profile: WireProfile;
  /** The versions of each API that the brokers can read. */
  readonly apis: readonly ApiVersionRange[];
  /** The largest request, in bytes. Default: that of Kafka. */
  readonly maxFrameBytes?: number;
  /** Where clients reach a broker. Default: at its own address. */
  readonly addressOf?: NonNullable<WireConnectionOptions['addressOf']>;
  /** Returns what listens to a new connection of `host`. */
  readonly listeners: (host: string) => readonly TrafficListener[];
}

/** The socket that the client uses. */
export interface BridgeOwner {
  connected(): void;
  refused(): void;
  received(bytes: Uint8Array): void;
  /** The broker has closed the connection, or it has broken. */
  ended(): void;
  /** The broker closes the connection, because the client has sent what it does not accept. */
  rejected?(problem: string): void;
}

export class Bridge implements ConnectHandlers<Wire>, WireConnectionOwner {
  private readonly host: string;
  private readonly address: string;
  private readonly context: BridgeContext;
  private readonly owner: BridgeOwner;
  private readonly socket: Socket<Wire>;
  private readonly wire: WireConnection;
  private readonly listeners: readonly TrafficListener[];
  /** The client id of the latest request. */
  private clientId: string;
  private isReading = false;

  /**
   * @param host the name of the client's host
   * @param address of the broker, such as `broker-1:9092`
   */
  constructor(host: string, address: string, context: BridgeContext, owner: BridgeOwner) {
    this.host = host;
    this.clientId = host;
    this.address = address;
    this.context = context;
    this.owner = owner;
    this.listeners = context.listeners(host);
    this.wire = new WireConnection(context, this);
    this.socket = context.network.connect(host, address, this);
  }

  /** The client has written bytes, which it may change afterwards. */
  write(bytes: Uint8Array): void {
    this.isReading = true;
    this.wire.receive(bytes);
    this.isReading = false;
  }

  close(): void {
    if (!this.socket.isOpen) return;
    this.record('closes');
    for (const listener of this.listeners) listener.ended();
    this.socket.close();
  }

  // --- From the bytes ------------------------------------------------------------------------------------------------------

  request(envelope: RequestEnvelope): void {
    const { request } = envelope;
    this.clientId = envelope.clientId === '' ? this.host : envelope.clientId;
    for (const listener of this.listeners) listener.requested(envelope);
    if (this.context.trace.isOn) this.recordMessage(`${request.api} request`, apiOf(request).requestFacts(request));
    this.socket.send(request.api, envelope);
  }

  send(bytes: Uint8Array): void {
    // A client does not expect an answer inside of its write().
    if (this.isReading) this.context.kernel.schedule(0, () => this.deliver(bytes));
    else this.deliver(bytes);
  }

  failed({ message }: Error): void {
    this.recordProblem(message);
    this.owner.rejected?.(message);
    this.context.kernel.schedule(0, () => {
      this.socket.close();
      this.disconnected();
    });
  }

  private deliver(bytes: Uint8Array): void {
    this.context.userActivity.markRunnable();
    this.owner.received(bytes);
  }

  // --- From the network ----------------------------------------------------------------------------------------------------

  connected(): void {
    this.record('connected');
    this.context.userActivity.markRunnable();
    this.owner.connected();
  }

  refused(): void {
    this.record('refused');
    this.context.userActivity.markRunnable();
    this.owner.refused();
  }

  received(payload: Wire): void {
    const envelope = payload as ResponseEnvelope;
    const { response } = envelope;
    for (const listener of this.listeners) listener.responded(envelope);
    if (this.context.trace.isOn)
      this.recordMessage(`${response.api} response`, apiOf(response).responseFacts(response));
    this.wire.respond(envelope);
  }

  disconnected(): void {
    this.record('disconnected');
    for (const listener of this.listeners) listener.ended();
    this.context.userActivity.markRunnable();
    this.owner.ended();
  }

  private record(event: 'connected' | 'refused' | 'closes' | 'disconnected'): void {
    const { trace, kernel } = this.context;
    if (trace.isOn) trace.record(kernel.now(), this.host, event, this.connectionFacts());
  }

  private recordProblem(problem: string): void {
    const { trace, kernel } = this.context;
    const event = 'sends what brokers do not accept';
    if (trace.isOn) trace.record(kernel.now(), this.host, event, { ...this.connectionFacts(), problem });
  }

  /** @param facts what the description of the message's API shows of it, so that they are those of the event */
  private recordMessage(event: keyof MessageEvents, facts: Facts): void {
    const shown = { ...this.connectionFacts(), ...facts } as MessageEvents[typeof event];
    this.context.trace.record(this.context.kernel.now(), this.host, event, shown);
  }

  private connectionFacts(): ConnectionFacts {
    const { host, clientId, address } = this;
    return clientId === host ? { broker: address } : { broker: address, client: clientId };
  }
}
