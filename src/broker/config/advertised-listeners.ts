/** The addresses that brokers give to clients (advertised.listeners), which may lead nowhere. */
import type { Node } from '../../protocol/cluster/node.ts';
import { InvalidConfigurationException } from '../../protocol/errors/exceptions.ts';
import { listOf } from './parse-value.ts';

const KEY = 'advertised.listeners';
/** EndPoint.uriParseExp: the name of the listener, the host, which may be an IPv6 address in brackets, and the port. */
const END_POINT = /^([a-zA-Z0-9_-]+):\/\/\[?([0-9a-zA-Z\-%._:]*)\]?:(-?\d+)$/;
/** KafkaConfig.validateValues: no client can connect to it. */
const META_ADDRESS = '0.0.0.0';

/**
 * The nodes as clients are told of them: all at the address of the first listener in `listeners`. Without any, at their own.
 *
 * @throws InvalidConfigurationException for what is not a list of listeners
 */
export function advertisedNodes(nodes: readonly Node[], listeners: string): readonly Node[] {
  const addresses = listOf(listeners).map((text) => addressOf(text, listeners));
  const [first] = addresses;
  return first === undefined ? nodes : nodes.map((node) => ({ ...node, ...first }));
}

function addressOf(text: string, listeners: string): Pick<Node, 'host' | 'port'> {
  const [, , host, port] = END_POINT.exec(text) ?? [];
  if (host === undefined) {
    throw new InvalidConfigurationException(
      `Error creating broker listeners from '${listeners}': Unable to parse ${text} to a broker endpoint`,
    );
  }
  if (host === META_ADDRESS) {
    throw new InvalidConfigurationException(
      `${KEY} cannot use the nonroutable meta-address ${META_ADDRESS}. Use a routable IP address.`,
    );
  }
  return { host, port: Number(port) };
}
