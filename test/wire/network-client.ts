/** A client that talks bytes across a simulated network: what a bridge is without the clients of a process. */
import type { RequestEnvelope, ResponseEnvelope } from '../../src/protocol/messages.ts';
import type { ConnectHandlers, Socket } from '../../src/sim/index.ts';
import type { Wire } from '../../src/simulation/hosts/wire.ts';
import type { WireError } from '../../src/wire/bytes/wire-error.ts';
import { WireConnection, type WireConnectionOwner } from '../../src/wire/connection/wire-connection.ts';
import type { RawCluster } from '../simulation/raw-cluster.ts';

export class NetworkClient implements ConnectHandlers<Wire>, WireConnectionOwner {
  /** What the cluster was asked for and has not answered. */
  readonly unanswered: RequestEnvelope[] = [];
  /** Responses, with their sizes. */
  readonly answers: Uint8Array[] = [];
  readonly failures: WireError[] = [];
  isClosed = false;
  private readonly wire: WireConnection;
  private readonly socket: Socket<Wire>;

  constructor({ network, cluster }: RawCluster, broker: number) {
    const topics = {
      idOf: (name: string) => cluster.topics.find((topic) => topic.name === name)?.topicId,
      nameOf: (id: string) => cluster.topics.find(({ topicId }) => topicId === id)?.name,
    };
    this.wire = new WireConnection({ topics }, this);
    this.socket = network.connect('client', `broker-${broker}:9092`, this);
  }

  write(bytes: Uint8Array): void {
    this.wire.receive(bytes);
  }

  request(envelope: RequestEnvelope): void {
    if (envelope.expectResponse) this.unanswered.push(envelope);
    this.socket.send(envelope.request.api, envelope);
  }

  send(bytes: Uint8Array): void {
    this.answers.push(bytes);
  }

  failed(error: WireError): void {
    this.failures.push(error);
    this.socket.close();
    this.disconnected();
  }

  connected(): void {}

  refused(): void {
    this.disconnected();
  }

  disconnected(): void {
    this.isClosed = true;
    this.unanswered.length = 0;
  }

  received(payload: Wire): void {
    this.unanswered.shift();
    this.wire.respond(payload as ResponseEnvelope);
  }
}
