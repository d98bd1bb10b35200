/**
 * The world a client lives in, fitted from the simulator's parts.
 *
 * Owns: how a producer's needs (time, timers, connections, draws, log lines) are met by kernel, network and streams.
 * Refuses to know: what the client does with them.
 */
import type { Connection, ConnectionListener, World } from '../producer/index.ts';
import type { ResponseEnvelope } from '../protocol/messages.ts';
import type { Kernel, Network, RandomStream, Trace } from '../sim/index.ts';
import type { Logger } from './log-sinks.ts';
import { type Facts, requestFacts, responseFacts } from './trace-facts.ts';
import type { UserTurn } from './user-turn.ts';
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
export function clientWorld(host: string, surroundings: ClientSurroundings): World {
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
    connect: (toHost, port, _clientId, listener) => connect(host, `${toHost}:${port}`, listener, surroundings),
  };
}

/** What Linux gives itself in poll(): a thousandth of the wait, 100 ms at most. */
function pollSlackMs(waitMs: number): number {
  return Math.min(Math.floor(waitMs / 1_000), 100);
}

function connect(
  host: string,
  address: string,
  listener: ConnectionListener,
  { kernel, network, trace }: ClientSurroundings,
): Connection {
  const tell = (event: string, facts: Facts = {}): void => {
    if (trace.isOn) trace.record(kernel.now(), host, event, { broker: address, ...facts });
  };
  const socket = network.connect(host, address, {
    connected: () => {
      tell('connected');
      listener.connected();
    },
    refused: () => {
      tell('refused');
      listener.refused();
    },
    received: (payload) => {
      const envelope = payload as ResponseEnvelope;
      if (trace.isOn) tell(`${envelope.response.api} response`, responseFacts(envelope.response));
      listener.received(envelope);
    },
    disconnected: () => {
      tell('disconnected');
      listener.disconnected();
    },
  });
  return {
    send: (envelope) => {
      if (trace.isOn) tell(`${envelope.request.api} request`, requestFacts(envelope.request));
      socket.send(envelope.request.api, envelope);
    },
    close: () => {
      tell('closes');
      socket.close();
    },
  };
}
