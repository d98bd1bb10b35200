/** The addresses that belong to the simulation: those of its brokers, and others that code under test uses for them. */
import { illegalArgument } from '../../checks/arguments.ts';
import { valueType } from '../../checks/value-type.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import type { Destination } from './broker-socket.ts';

const PLACE = "sim.realClients.install(), option 'addresses'";
const ADDRESS = /^[^:]+:\d+$|^\[[^\]]+\]:\d+$/;

export class BrokerAddresses {
  /** The address on the simulated network, by the address that clients use. */
  private readonly known = new Map<string, string>();

  /**
   * @param nodes where brokers are
   * @param advertised where they say that they are, which may be nowhere
   * @param others addresses such as `localhost:9092`, each with the broker that is meant: `broker-1` or `broker-1:9092`
   * @throws IllegalArgumentException for what is no address, or no broker
   */
  constructor(nodes: readonly Node[], advertised: readonly Node[], others: Readonly<Record<string, string>>) {
    for (const { host, port } of [...advertised, ...nodes]) this.known.set(`${host}:${port}`, `${host}:${port}`);
    const own = valueType(
      (value): value is string => nodes.some(({ host, port }) => value === host || value === `${host}:${port}`),
      `one of ${nodes.map(({ host }) => host).join(', ')}`,
    );
    for (const [address, broker] of Object.entries(others)) {
      if (!ADDRESS.test(address)) throw illegalArgument(PLACE, address, AN_ADDRESS);
      if (!own.accepts(broker)) throw illegalArgument(`${PLACE}, '${address}'`, broker, own);
      const node = nodes.find(({ host }) => broker.split(':')[0] === host) as Node;
      this.known.set(address, `${node.host}:${node.port}`);
    }
  }

  /** `undefined` if the address is not of this simulation. */
  find(host: string, port: number): Destination | undefined {
    const address = this.known.get(`${host}:${port}`);
    return address === undefined ? undefined : { host, port, address };
  }
}

const AN_ADDRESS = valueType(
  (value): value is string => typeof value === 'string' && ADDRESS.test(value),
  "an address such as 'localhost:9092'",
);
