/** Replacements for the functions of node:net and node:tls that connect. Those to other addresses are passed on. */
import type { BrokerSocket, Destination } from './broker-socket.ts';

type Connect = (...args: unknown[]) => unknown;

export interface Connector {
  /** `undefined` if the address is not of the simulation. */
  find(host: string, port: number): Destination | undefined;
  connect(destination: Destination): BrokerSocket;
  /** Called before a connection to another host is passed on. */
  passedOn(host: string, port: number): void;
}

interface ConnectCall {
  readonly host: string;
  readonly port: number;
  readonly path: unknown;
  readonly timeout: unknown;
  readonly listener: (() => void) | undefined;
}

/**
 * @param real the function that is replaced
 * @param event what its listener waits for: `connect`, or for TLS `secureConnect`
 */
export function connectFunction(real: Connect, event: 'connect' | 'secureConnect', connector: Connector): Connect {
  return (...args) => {
    const { host, port, path, timeout, listener } = readCall(args);
    if (path !== undefined) return real(...args);
    const destination = connector.find(host, port);
    if (destination === undefined) {
      connector.passedOn(host, port);
      return real(...args);
    }
    const socket = connector.connect(destination);
    if (typeof timeout === 'number') socket.setTimeout(timeout);
    if (event === 'secureConnect') {
      Object.assign(socket, { encrypted: true, authorized: true, authorizationError: null });
      socket.once('connect', () => socket.emit('secureConnect'));
    }
    if (listener !== undefined) socket.once(event, listener);
    return socket;
  };
}

/** `connect(options, listener)`, `connect(port, host, listener)`, `connect(port, host, options, listener)`; only the first is needed. */
function readCall(args: readonly unknown[]): ConnectCall {
  const [first, second] = args;
  const options = (args.find((arg) => typeof arg === 'object' && arg !== null) ?? {}) as Partial<ConnectCall>;
  const listener = args.find((arg) => typeof arg === 'function') as (() => void) | undefined;
  const { path, timeout } = options;
  if (typeof first === 'object') {
    const { host = 'localhost', port } = options;
    return { host, port: Number(port), path, timeout, listener };
  }
  const host = typeof second === 'string' ? second : 'localhost';
  // A text that is no number is the path of a local socket.
  const isPath = typeof first === 'string' && !/^\d+$/.test(first);
  return { host, port: Number(first), path: isPath ? first : path, timeout, listener };
}
