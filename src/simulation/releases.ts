/** The releases of Kafka that a simulation has. */
import { brokerVersionNamed, DEFAULT_BROKER_VERSION } from '../broker/index.ts';
import { clientVersionNamed, DEFAULT_CLIENT_VERSION } from '../client/versions/index.ts';
import type { SimulationOptions } from './simulation-options.ts';

/** The full names of the releases, such as `4.3.1`, of the clients and brokers of a simulation with these options. */
export function releasesOf({ clientVersion, brokerVersion }: SimulationOptions): {
  readonly clientVersion: string;
  readonly brokerVersion: string;
} {
  const client =
    clientVersion === undefined ? DEFAULT_CLIENT_VERSION : clientVersionNamed(clientVersion, "option 'clientVersion'");
  const broker =
    brokerVersion === undefined ? DEFAULT_BROKER_VERSION : brokerVersionNamed(brokerVersion, "option 'brokerVersion'");
  return { clientVersion: client.name, brokerVersion: broker.name };
}
