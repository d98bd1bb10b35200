/**
 * The world a client lives in, fitted from the simulator's parts.
 *
 * Owns: how a producer's needs (time, timers, connections, draws, log lines) are met by kernel, network and streams.
 * Refuses to know: what the client does with them.
 */
import type { ClientHost, Connection, ConnectionListener } from '../../client/index.ts';
import type { Facts } from '../../protocol/facts.ts';
import { apiOf, type RequestEnvelope, type ResponseEnvelope } from '../../protocol/messages.ts';
import type { ConnectHandlers, Kernel, Network, RandomStream, Socket, Trace } from '../../sim/index.ts';
import type { UserTurn } from '../run/user-turn.ts';
import type { Logger } from './log-sinks.ts';
import type { Wire } from './wire.ts';

export interface ClientSurroundings {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly random: RandomStream;
  readonly trace: Trace;
  readonly logger: Logger;
  readonly userTurn: UserTurn;
}

/** The world of the client on `host`. Its draws come from a stream of its own, named after the host. */
export function clientHostFor(host: string, surroundings: ClientSurroundings): ClientHost {
  const { kernel, logger, trace, userTurn } = surroundings;
  const draws = surroundings.random.fork(host);
  return {
    now: () => kernel.now(),
    schedule: (delayMs, task, background) => kernel.schedule(delayMs, task, background),
    alarm: (task) => kernel.alarm(task),
    pollSlackMs,
    nextInt: (bound) => draws.nextInt(bound),
    log: (line) => {
      if (trace.isOn) trace.record(line.timeMs, host, 'log', { level: line.level, message: line.message });
      logger.log(line);
    },
    userVisible: userTurn.request,
    userWaits: userTurn.noteWait,
    isQuiet: () => !userTurn.isRequested && kernel.isQuiet,
    connect: (toHost, port, _clientId, listener) =>
      new ClientConnection(host, `${toHost}:${port}`, listener, surroundings),
  };
}

/** What Linux gives itself in poll(): a thousandth of the wait, 100 ms at most. */
function pollSlackMs(waitMs: number): number {
  return Math.min(Math.floor(waitMs / 1_000), 100);
}

/** A client's connection: what passes on it is told in the trace. */
class ClientConnection implements Connection, ConnectHandlers<Wire> {
  private readonly host: string;
  private readonly address: string;
  private readonly listener: ConnectionListener;
  private readonly kernel: Kernel;
  private readonly trace: Trace;
  private readonly socket: Socket<Wire>;

  constructor(host: string, address: string, listener: ConnectionListener, surroundings: ClientSurroundings) {
    this.host = host;
    this.address = address;
    this.listener = listener;
    this.kernel = surroundings.kernel;
    this.trace = surroundings.trace;
    this.socket = surroundings.network.connect(host, address, this);
  }

  send(envelope: RequestEnvelope): void {
    if (this.trace.isOn)
      this.tell(`${envelope.request.api} request`, apiOf(envelope.request).requestFacts(envelope.request));
    this.socket.send(envelope.request.api, envelope);
  }

  close(): void {
    this.tell('closes');
    this.socket.close();
  }

  connected(): void {
    this.tell('connected');
    this.listener.connected();
  }

  refused(): void {
    this.tell('refused');
    this.listener.refused();
  }

  received(payload: Wire): void {
    const envelope = payload as ResponseEnvelope;
    if (this.trace.isOn)
      this.tell(`${envelope.response.api} response`, apiOf(envelope.response).responseFacts(envelope.response));
    this.listener.received(envelope);
  }

  disconnected(): void {
    this.tell('disconnected');
    this.listener.disconnected();
  }

  private tell(event: string, facts: Facts = {}): void {
    if (this.trace.isOn) this.trace.record(this.kernel.now(), this.host, event, { broker: this.address, ...facts });
  }
}
