/**
 * One connection of the scenario's client to a broker. Requests are sent in order; their answers can be awaited later.
 */
import type { Request, Response, ResponseEnvelope } from '../../../../src/protocol/messages.ts';
import type { Socket } from '../../../../src/sim/index.ts';
import type { Wire } from '../../../../src/simulation/hosts/wire.ts';
import { CLIENT_HOST, type PlayedCluster } from './played-cluster.ts';

/** A request that was sent. `outcome` is undefined while there is no answer, and `disconnected` if there will be none. */
export interface SentRequest {
  readonly connection: Connection;
  outcome: Response | 'disconnected' | undefined;
}

export class Connection {
  private readonly clientId: string;
  private readonly socket: Socket<Wire>;
  private readonly unanswered = new Map<number, SentRequest>();
  private nextCorrelationId = 0;

  constructor(cluster: PlayedCluster, brokerId: number, clientId: string) {
    this.clientId = clientId;
    const lost = (): void => {
      for (const sent of this.unanswered.values()) sent.outcome = 'disconnected';
      this.unanswered.clear();
    };
    this.socket = cluster.network.connect(CLIENT_HOST, cluster.address(brokerId), {
      connected: () => {},
      refused: lost,
      disconnected: lost,
      received: (payload) => this.received(payload as ResponseEnvelope),
    });
  }

  get isOpen(): boolean {
    return this.socket.isOpen;
  }

  send(request: Request, apiVersion: number): SentRequest {
    const correlationId = this.nextCorrelationId++;
    const expectResponse = !(request.api === 'Produce' && request.acks === 0);
    const sent: SentRequest = { connection: this, outcome: this.isOpen ? undefined : 'disconnected' };
    if (expectResponse && this.isOpen) this.unanswered.set(correlationId, sent);
    this.socket.send(request.api, { correlationId, clientId: this.clientId, apiVersion, expectResponse, request });
    return sent;
  }

  close(): void {
    this.socket.close();
  }

  private received({ correlationId, response }: ResponseEnvelope): void {
    const sent = this.unanswered.get(correlationId);
    this.unanswered.delete(correlationId);
    if (sent !== undefined) sent.outcome = response;
  }
}
