/**
 * Brokers' questions to each other on the network, as followers' fetches are: faults between brokers meet them.
 *
 * Owns: one connection for each asking thread and broker, and which answer belongs to which question.
 * Refuses to know: what is asked.
 */
import type { InterBrokerRequest } from '../../broker/index.ts';
import type { Response, ResponseEnvelope } from '../../protocol/messages.ts';
import type { Node } from '../../protocol/node.ts';
import type { Network, Socket } from '../../sim/index.ts';
import type { Wire } from './wire.ts';

interface Link {
  readonly socket: Socket<Wire>;
  nextCorrelationId: number;
  /** By correlation id. */
  readonly outstanding: Map<number, InterBrokerRequest>;
}

/** Without a response none can come any more: the connection broke, or there was none to be had. */
type Answered = (question: InterBrokerRequest, response: Response | undefined) => void;

export class BrokerQuestions {
  private readonly network: Network<Wire>;
  private readonly nodes: readonly Node[];
  private readonly answered: Answered;
  /** By client id and broker; made at the first question, dropped when it breaks. */
  private readonly links = new Map<string, Link>();

  constructor(network: Network<Wire>, nodes: readonly Node[], answered: Answered) {
    this.network = network;
    this.nodes = nodes;
    this.answered = answered;
  }

  ask(question: InterBrokerRequest): void {
    const { clientId, to, apiVersion, request } = question;
    const standing = this.links.get(nameOf(clientId, to));
    const link = standing?.socket.isOpen === true ? standing : this.link(question);
    const correlationId = link.nextCorrelationId++;
    link.outstanding.set(correlationId, question);
    link.socket.send(request.api, { correlationId, clientId, apiVersion, expectResponse: true, request });
  }

  /** Closes a connection on which nobody waits any more. */
  hangUp(clientId: string, to: number): void {
    const name = nameOf(clientId, to);
    this.links.get(name)?.socket.close();
    this.links.delete(name);
  }

  private link({ brokerId, clientId, to }: InterBrokerRequest): Link {
    const name = nameOf(clientId, to);
    const target = this.node(to);
    const outstanding = new Map<number, InterBrokerRequest>();
    const failed = (): void => {
      if (this.links.get(name)?.outstanding === outstanding) this.links.delete(name);
      for (const question of outstanding.values()) this.answered(question, undefined);
    };
    const socket = this.network.connect(this.node(brokerId).host, `${target.host}:${target.port}`, {
      connected: () => {},
      refused: failed,
      disconnected: failed,
      received: (payload) => {
        const { correlationId, response } = payload as ResponseEnvelope;
        const question = outstanding.get(correlationId);
        outstanding.delete(correlationId);
        if (question !== undefined) this.answered(question, response);
      },
    });
    const link: Link = { socket, nextCorrelationId: 0, outstanding };
    this.links.set(name, link);
    return link;
  }

  private node(brokerId: number): Node {
    const node = this.nodes.find(({ id }) => id === brokerId);
    if (node === undefined) throw new Error(`There is no broker ${brokerId} in this cluster`);
    return node;
  }
}

function nameOf(clientId: string, to: number): string {
  return `${clientId}>${to}`;
}
