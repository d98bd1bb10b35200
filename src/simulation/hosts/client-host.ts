/** Gives a client what it needs from outside (time, timers, connections, random numbers, a log) from the parts of a simulation. */
import type { ClientHost, Connection, ConnectionListener } from '../../client/index.ts';
import type { Facts } from '../../protocol/description/facts.ts';
import { apiOf, type RequestEnvelope, type ResponseEnvelope } from '../../protocol/messages.ts';
import type { ConnectHandlers, Kernel, Network, RandomStream, Socket } from '../../sim/index.ts';
import type { MessageEvents } from '../events/message-events.ts';
import type { Trace } from '../events/simulation-events.ts';
import type { CallbackErrors } from '../run/callback-errors.ts';
import type { UserActivity } from '../run/user-activity.ts';
import type { Logger } from './logger.ts';
import type { Wire } from './wire.ts';

export interface ClientHostOptions {
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly random: RandomStream;
  readonly trace: Trace;
  readonly logger: Logger;
  readonly userActivity: UserActivity;
  readonly callbackErrors: Pick<CallbackErrors, 'add'>;
}

/** The outside world of the client on `host`. Its random numbers come from a stream of its own, named after the host. */
export function clientHostFor(host: string, options: ClientHostOptions): ClientHost {
  const { kernel, logger, trace, userActivity, callbackErrors } = options;
  const draws = options.random.fork(host);
  /** Made when it is needed, which clients before 3.7 never do. */
  let retryDraws: RandomStream | null = null;
  const nextRetryDraw = (bound: number): number => {
    retryDraws ??= options.random.fork(`${host} retry jitter`);
    return retryDraws.nextInt(bound);
  };
  return {
    now: () => kernel.now(),
    schedule: (delayMs, task, background) => kernel.schedule(delayMs, task, background),
    alarm: (task) => kernel.alarm(task),
    pollSlackMs,
    nextInt: (bound, purpose) => (purpose === 'retry jitter' ? nextRetryDraw(bound) : draws.nextInt(bound)),
    log: (line) => {
      if (trace.isOn && line.isConfiguration !== true)
        trace.record(line.timeMs, host, 'log', { level: line.level, message: line.message });
      logger.log(line);
    },
    userCodeThrew: (thrown, place) => callbackErrors.add(thrown, `${place}, by ${host}`),
    userVisible: userActivity.markRunnable,
    userWaits: userActivity.markWaiting,
    isQuiet: () => !userActivity.isRunnable && kernel.isQuiet,
    connect: (toHost, port, _clientId, listener) => new ClientConnection(host, `${toHost}:${port}`, listener, options),
  };
}

/** How late Linux may wake a thread from poll(): by a thousandth of its timeout, at most 100 ms. */
function pollSlackMs(waitMs: number): number {
  return Math.min(Math.floor(waitMs / 1_000), 100);
}

/** A client's end of a connection. It records in the trace what is sent and received. */
class ClientConnection implements Connection, ConnectHandlers<Wire> {
  private readonly host: string;
  private readonly address: string;
  private readonly listener: ConnectionListener;
  private readonly kernel: Kernel;
  private readonly trace: Trace;
  private readonly socket: Socket<Wire>;

  constructor(host: string, address: string, listener: ConnectionListener, options: ClientHostOptions) {
    this.host = host;
    this.address = address;
    this.listener = listener;
    this.kernel = options.kernel;
    this.trace = options.trace;
    this.socket = options.network.connect(host, address, this);
  }

  send(envelope: RequestEnvelope): void {
    const { request } = envelope;
    if (this.trace.isOn) this.recordMessage(`${request.api} request`, apiOf(request).requestFacts(request));
    this.socket.send(request.api, envelope);
  }

  close(): void {
    this.record('closes');
    this.socket.close();
  }

  connected(): void {
    this.record('connected');
    this.listener.connected();
  }

  refused(): void {
    this.record('refused');
    this.listener.refused();
  }

  received(payload: Wire): void {
    const envelope = payload as ResponseEnvelope;
    const { response } = envelope;
    if (this.trace.isOn) this.recordMessage(`${response.api} response`, apiOf(response).responseFacts(response));
    this.listener.received(envelope);
  }

  disconnected(): void {
    this.record('disconnected');
    this.listener.disconnected();
  }

  private record(event: 'connected' | 'refused' | 'closes' | 'disconnected'): void {
    if (this.trace.isOn) this.trace.record(this.kernel.now(), this.host, event, { broker: this.address });
  }

  /** @param facts what the description of the message's API shows of it, so that they are those of the event */
  private recordMessage(event: keyof MessageEvents, facts: Facts): void {
    const shown = { broker: this.address, ...facts } as MessageEvents[typeof event];
    this.trace.record(this.kernel.now(), this.host, event, shown);
  }
}
