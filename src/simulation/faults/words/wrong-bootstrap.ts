/** The fault word `wrongBootstrap`. */
import { unexpectedValue } from '../definition/fault.ts';
import { optional } from '../definition/field.ts';
import { CLIENT, DURATION_MS } from '../definition/fields.ts';
import { isBrokerHost } from '../definition/hosts.ts';
import type { DisruptionWord, Span } from '../environment/environment-word.ts';

export interface WrongBootstrap extends Span {
  readonly do: 'wrongBootstrap';
  readonly client: string;
}

/**
 * The client's `bootstrap.servers` are unreachable: all its connections are refused until this is undone. It has no
 * effect on a client that has connected before. Fires with each refusal.
 */
export const wrongBootstrap: DisruptionWord<WrongBootstrap, [client: string, span?: Span]> = {
  target: 'environment',
  isRepair: false,
  fields: { client: CLIENT, forMs: optional(DURATION_MS) },
  checkPossible: ({ client }, place) => {
    if (!isBrokerHost(client)) return;
    throw unexpectedValue(`${place}.client`, 'a client, since brokers have no bootstrap servers', client);
  },
  firesPerEffect: true,
  describe: ({ client }) => `make the bootstrap servers of ${client} unreachable`,
  fromCall: (_idOf, client, span = {}) => ({ client, ...span }),
  start: ({ client }, targets, fired) => {
    if (targets.network.knows(client)) return undefined;
    const hosts = targets.nodes.map(({ host }) => host);
    return targets.refuseConnections(hosts, client, fired);
  },
  random: {
    order: 23,
    weight: 1,
    // At time 0 no client has connected yet.
    draw: ({ random, shape, span: { forMs, optional } }) => [
      { do: 'wrongBootstrap', client: random.pick(shape.clients), atMs: 0, forMs, optional },
    ],
  },
};
